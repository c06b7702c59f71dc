package io.yizhan.gate.login;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.user.Account;
import io.yizhan.gate.user.PasswordCheck;
import io.yizhan.gate.user.Passwords;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.UserId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

/** Decides whether a password is its user's. Says no to an unknown user in the same words and after the same work. */
@Service
public final class LoginService {
    private static final Logger log = LoggerFactory.getLogger(LoginService.class);

    private final UserDirectory users;
    private final Passwords passwords;
    private final LoginThrottle throttle;

    public LoginService(UserDirectory users, Passwords passwords, LoginThrottle throttle) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    /**
     * Returns if the password is right. Blocks for the database and the hash. What is done on the strength of it is to
     * be looked at again with {@link #isStillRight}: the password may be changed at any moment.
     *
     * @throws Refusal BAD_CREDENTIALS, or RATE_LIMITED with the time to wait
     */
    ProvenPassword authenticate(UserId user, String password, ClientAddress address) {
        throttle.delay(user, address).ifPresent(delay -> {
            throw Refusal.rateLimited("Too many failed logins", delay);
        });
        Optional<Account> account = users.find(user);
        PasswordCheck check = passwords.check(account.map(Account::passwordHash), password);
        if (!check.right()) {
            throttle.failed(user, address);
            if (!check.readable()) {
                log.warn("The password hash of this user is of no known kind, so no password is right: {}", user);
            }
            throw wrong();
        }
        throttle.succeeded(user, address);
        String seen = account.orElseThrow().passwordHash();
        String now =
                check.renewed().filter(renewed -> renew(user, seen, renewed)).orElse(seen);
        return new ProvenPassword(user, password, now);
    }

    /** Whether it has not been changed since. Costs a look at the account, and a hash only if that is another one. */
    boolean isStillRight(ProvenPassword proven) {
        Optional<String> now = users.find(proven.user()).map(Account::passwordHash);
        return now.filter(proven.hash()::equals).isPresent()
                || passwords.check(now, proven.password()).right();
    }

    /**
     * Sets another password in the place of the one that was proven.
     *
     * @throws Refusal BAD_CREDENTIALS if somebody else was faster
     */
    void change(ProvenPassword proven, String fresh) {
        if (!users.replaceHash(proven.user(), proven.hash(), passwords.hash(fresh))) {
            throw wrong();
        }
    }

    static Refusal wrong() {
        return new Refusal(GateError.BAD_CREDENTIALS, "User or password is wrong");
    }

    private boolean renew(UserId user, String seen, String renewed) {
        try {
            return users.replaceHash(user, seen, renewed);
        } catch (DataAccessException e) {
            log.warn("A hash keeps its old parameters until the next login of {}: {}", user, e.toString());
            return false;
        }
    }
}
