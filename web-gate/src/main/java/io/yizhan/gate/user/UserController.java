package io.yizhan.gate.user;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.UserId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registration. */
@RestController
final class UserController {
    private final UserDirectory users;
    private final Passwords passwords;

    UserController(UserDirectory users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    @PostMapping("/api/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    RegisterAnswer register(@RequestBody RegisterRequest request) {
        UserId user = request.checkedUserId();
        String password = request.checkedPassword();
        @Nullable String nickname = request.checkedNickname();
        // Names are public, so a taken one may be refused before the slow hash; the insert decides between two at once.
        if (users.find(user).isPresent() || !users.add(user, passwords.hash(password), nickname)) {
            throw new Refusal(GateError.USER_EXISTS, "The name is taken");
        }
        return new RegisterAnswer(user.value());
    }

    record RegisterAnswer(String userId) {}
}
