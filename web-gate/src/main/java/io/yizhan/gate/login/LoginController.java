package io.yizhan.gate.login;

import io.yizhan.discovery.ImNode;
import io.yizhan.gate.balance.ImLoadBalance;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Login, another node, logout. */
@RestController
@RequestMapping("/api/v1")
final class LoginController {
    private final LoginService logins;
    private final TokenService tokens;
    private final ImLoadBalance balance;

    LoginController(LoginService logins, TokenService tokens, ImLoadBalance balance) {
        this.logins = logins;
        this.tokens = tokens;
        this.balance = balance;
    }

    @PostMapping("/login")
    ResponseEntity<LoginAnswer> login(@RequestBody LoginRequest request, HttpServletRequest http) {
        UserId user = request.checkedUserId();
        String password = request.checkedPassword();
        DeviceId device = request.checkedDeviceId();
        int platform = request.checkedPlatform();
        ProvenPassword proven = logins.authenticate(user, password, ClientAddress.of(http.getRemoteAddr()));
        ImNode node = worker(user, Set.of()); // before the token: without a worker there is nothing to use it on
        return secret(LoginAnswer.of(user.value(), tokens.issue(proven, device, platform), node));
    }

    @PostMapping("/node")
    ResponseEntity<LoginAnswer> node(Caller caller, @RequestBody(required = false) @Nullable NodeRequest request) {
        ImNode node = worker(caller.user(), request == null ? Set.of() : request.checkedExclusions());
        return secret(LoginAnswer.of(caller.user().value(), tokens.renew(caller), node));
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(Caller caller) {
        tokens.revoke(caller);
    }

    private ImNode worker(UserId user, Set<NodeId> excluded) {
        return balance.assign(user, excluded)
                .orElseThrow(() -> new Refusal(GateError.NO_WORKER, "No worker can take a client now"));
    }

    private static ResponseEntity<LoginAnswer> secret(LoginAnswer answer) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer);
    }
}
