package io.yizhan.gate.admin;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.gate.user.Account;
import io.yizhan.gate.user.UserDirectory;
import org.springframework.stereotype.Component;

/** Who may ask what concerns others. The role is read anew for each request, so that it can be taken away. */
@Component
final class Admins {
    private final UserDirectory users;

    Admins(UserDirectory users) {
        this.users = users;
    }

    /** @throws Refusal FORBIDDEN for who is none */
    void require(Caller caller) {
        if (users.find(caller.user()).filter(Account::isAdmin).isEmpty()) {
            throw new Refusal(GateError.FORBIDDEN, "Only an admin may ask this");
        }
    }
}
