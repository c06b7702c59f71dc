package io.yizhan.gate.admin;

import io.yizhan.access.RevocationFeed;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.NodeView;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.settings.DrainDesk;
import io.yizhan.settings.SettingsDesk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What admins do to workers and users: as {@code bin/chatctl drain} and {@code kick}. Each leaves a line in the log.
 */
@RestController
@RequestMapping("/api/v1/admin")
final class AdminController {
    private static final Logger log = LoggerFactory.getLogger(AdminController.class);
    private static final String BECAUSE = "Ended by an administrator";
    private static final int LONGEST_REASON = 256;

    private final Admins admins;
    private final NodeView view;
    private final DrainDesk drains;
    private final UserDirectory users;
    private final TokenStore tokens;
    private final RevocationFeed revocations;

    AdminController(
            Admins admins,
            NodeView view,
            SettingsDesk settings,
            UserDirectory users,
            TokenStore tokens,
            RevocationFeed revocations) {
        this.admins = admins;
        this.view = view;
        this.drains = new DrainDesk(settings);
        this.users = users;
        this.tokens = tokens;
        this.revocations = revocations;
    }

    /** The worker leaves in order and ends. */
    @PostMapping("/nodes/{nodeId}/drain")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drain(
            Caller caller, @PathVariable long nodeId, @RequestBody(required = false) @Nullable DrainRequest request) {
        admins.require(caller);
        boolean force = request != null && Boolean.TRUE.equals(request.force());
        DrainDesk.Answer answer = nodeId < 0
                ? DrainDesk.Answer.UNKNOWN
                : drains.drain(
                        new NodeId(nodeId), view.nodes(), force, caller.user().value());
        switch (answer) {
            case ASKED -> log.info("Audit: {} drains worker {}", caller.user(), nodeId);
            case UNKNOWN -> throw new Refusal(GateError.NOT_FOUND, "There is no such worker");
            case NOBODY_LEFT ->
                throw new Refusal(GateError.INVALID_ARGUMENT, "No other worker is UP to take its clients: needs force");
        }
    }

    /** All sessions of the user end within 2 s; the user may log in again, without a password if tokens stay good. */
    @PostMapping("/users/{userId}/kick")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void kick(
            Caller caller, @PathVariable String userId, @RequestBody(required = false) @Nullable KickRequest request) {
        admins.require(caller);
        if (!UserId.isValid(userId)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "Not a user id");
        }
        UserId user = new UserId(userId);
        if (users.find(user).isEmpty()) {
            throw new Refusal(GateError.NO_SUCH_USER, "Nobody has this id");
        }
        String why = request == null || request.message() == null ? BECAUSE : request.message();
        if (why.length() > LONGEST_REASON) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "message has at most 256 characters");
        }
        boolean revoke = request != null && Boolean.TRUE.equals(request.revokeTokens());
        if (revoke) {
            tokens.revokeAll(user);
        }
        revocations.kick(user, why);
        log.info("Audit: {} kicks {}, tokens revoked: {}", caller.user(), user, revoke);
    }

    /** @param force also if nobody is left to take its clients */
    record DrainRequest(@Nullable Boolean force) {}

    /**
     * How to kick.
     *
     * @param message for the user
     * @param revokeTokens whether a password is needed to log in again
     */
    record KickRequest(@Nullable String message, @Nullable Boolean revokeTokens) {}
}
