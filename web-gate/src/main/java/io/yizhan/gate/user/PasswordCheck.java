package io.yizhan.gate.user;

import java.util.Optional;

/**
 * What came of checking a password.
 *
 * @param right whether it was the account's
 * @param readable whether the stored hash is one that is known; nobody's password is right for another
 * @param renewed a hash of it with the present parameters, where the stored one has others; never printed
 */
public record PasswordCheck(boolean right, boolean readable, Optional<String> renewed) {
    static final PasswordCheck WRONG = new PasswordCheck(false, true, Optional.empty());
    static final PasswordCheck UNREADABLE = new PasswordCheck(false, false, Optional.empty());
    static final PasswordCheck RIGHT = new PasswordCheck(true, true, Optional.empty());

    static PasswordCheck rightAndRenewed(String hash) {
        return new PasswordCheck(true, true, Optional.of(hash));
    }

    @Override
    public String toString() {
        return right ? "right" : "wrong";
    }
}
