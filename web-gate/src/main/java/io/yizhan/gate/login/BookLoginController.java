package io.yizhan.gate.login;

import io.yizhan.discovery.ImNode;
import io.yizhan.gate.balance.ImLoadBalance;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls of the book's gate, for its clients. Off unless the settings say otherwise: a password in a path ends up in
 * the logs of whatever stands between.
 */
@RestController
@RequestMapping("/user")
@ConditionalOnBooleanProperty("yizhan.book-compat")
final class BookLoginController {
    private final LoginService logins;
    private final TokenService tokens;
    private final ImLoadBalance balance;

    BookLoginController(LoginService logins, TokenService tokens, ImLoadBalance balance) {
        this.logins = logins;
        this.tokens = tokens;
        this.balance = balance;
    }

    /** The token is any device's until one uses it: the book's clients do not say here which they are. */
    @GetMapping("/login/{username}/{password}")
    ResponseEntity<LoginBack> login(
            @PathVariable String username,
            @RequestAttribute(BookPathFilter.PASSWORD) String password,
            HttpServletRequest http) {
        if (!UserId.isValid(username)) {
            throw new Refusal(GateError.BAD_CREDENTIALS, "User or password is wrong");
        }
        UserId user = new UserId(username);
        ProvenPassword proven = logins.authenticate(user, password, ClientAddress.of(http.getRemoteAddr()));
        BookNode node = worker(user);
        String token = tokens.issueUnbound(proven).token();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new LoginBack(node, token, new UserDto(user.value())));
    }

    @GetMapping("/getImNode")
    BookNode node() {
        return worker(new UserId(UUID.randomUUID().toString())); // it does not say for whom: somebody new each time
    }

    private BookNode worker(UserId user) {
        return balance.assign(user, Set.of())
                .map(BookNode::of)
                .orElseThrow(() -> new Refusal(GateError.NO_WORKER, "No worker can take a client now"));
    }

    /** @param token never printed */
    record LoginBack(BookNode imNode, String token, UserDto userDTO) {
        @Override
        public String toString() {
            return "LoginBack[" + userDTO + ", " + imNode + "]";
        }
    }

    record UserDto(String userId) {}

    record BookNode(long id, int balance, String host, int port) {
        static BookNode of(ImNode node) {
            return new BookNode(
                    node.id().value(),
                    node.balance(),
                    node.endpoint().host(),
                    node.endpoint().port());
        }
    }
}
