package io.yizhan.gate.login;

import io.yizhan.access.SessionBook;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a user does with the own account: another password, and a look at the own sessions. */
@RestController
@RequestMapping("/api/v1")
final class AccountController {
    private final LoginService logins;
    private final TokenService tokens;
    private final SessionBook book;

    AccountController(LoginService logins, TokenService tokens, SessionBook book) {
        this.logins = logins;
        this.tokens = tokens;
        this.book = book;
    }

    /** The old password is asked for again, under the same throttle as at a login: a token may have been stolen. */
    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void password(Caller caller, @RequestBody PasswordRequest request, HttpServletRequest http) {
        String old = request.checkedOld();
        String fresh = request.checkedNew();
        logins.change(logins.authenticate(caller.user(), old, ClientAddress.of(http.getRemoteAddr())), fresh);
        tokens.revokeOthers(caller);
    }

    @GetMapping("/sessions")
    Sessions sessions(Caller caller) {
        UserId user = caller.user();
        SessionBook.Page page = book.look(List.of(user)).getOrDefault(user, SessionBook.Page.EMPTY);
        return new Sessions(page.sessions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Session(
                        entry.getKey().value(),
                        PlatformName.of(entry.getValue().platform()),
                        entry.getValue().holder().node().value(),
                        entry.getValue().sinceMs(),
                        entry.getKey().equals(caller.grant().device())))
                .toList());
    }

    /** That device is logged out: its tokens are dead, and its session ends. */
    @DeleteMapping("/sessions/{deviceId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable String deviceId) {
        if (!DeviceId.isValid(deviceId)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "Not a device id");
        }
        tokens.revoke(caller.user(), new DeviceId(deviceId));
    }

    record Sessions(List<Session> sessions) {}

    /** @param current whether it is of the device that asks */
    record Session(String deviceId, String platform, long nodeId, long sinceMs, boolean current) {}
}
