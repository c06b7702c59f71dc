package io.yizhan.gate.status;

import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.ImNode;
import io.yizhan.gate.balance.ImLoadBalance;
import io.yizhan.gate.login.TokenService;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides the calls of the status service, by what decides those over HTTP. Blocks for the database and Redis. */
@Component
final class StatusDesk {
    private final UserDirectory users;
    private final ImLoadBalance balance;
    private final TokenService service;
    private final TokenStore tokens;

    StatusDesk(UserDirectory users, ImLoadBalance balance, TokenService service, TokenStore tokens) {
        this.users = users;
        this.balance = balance;
        this.service = service;
        this.tokens = tokens;
    }

    /**
     * A worker for the user, and a token that is good for whichever device uses it first.
     *
     * @param awaited whether anybody still waits for it; a token is made for nobody else
     */
    Choice choose(String uid, BooleanSupplier awaited) {
        if (!exists(uid)) {
            return Choice.none(Verdict.UID_INVALID);
        }
        UserId user = new UserId(uid);
        Optional<ImNode> node = balance.assign(user, Set.of());
        if (node.isEmpty() || !awaited.getAsBoolean()) {
            return Choice.none(Verdict.NO_WORKER); // in the second case nobody hears it
        }
        return new Choice(Verdict.OK, node.get(), service.issueUnbound(user).token());
    }

    /** Whether the token is good for this user. */
    Verdict check(String uid, String token) {
        Optional<TokenGrant> grant = tokens.find(token);
        if (grant.filter(found -> found.user().value().equals(uid)).isPresent()) {
            return Verdict.OK;
        }
        return exists(uid) ? Verdict.TOKEN_INVALID : Verdict.UID_INVALID;
    }

    private boolean exists(String uid) {
        return UserId.isValid(uid) && users.find(new UserId(uid)).isPresent();
    }

    /**
     * What was chosen.
     *
     * @param node null unless the verdict is OK
     * @param token empty unless the verdict is OK; never printed
     */
    record Choice(Verdict verdict, @Nullable ImNode node, String token) {
        static Choice none(Verdict verdict) {
            return new Choice(verdict, null, "");
        }

        @Override
        public String toString() {
            return "Choice[" + verdict + ", " + node + "]";
        }
    }
}
