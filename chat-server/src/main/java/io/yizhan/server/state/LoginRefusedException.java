package io.yizhan.server.state;

/** The user's other sessions keep their places under the policy. */
public final class LoginRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LoginRefusedException(String message) {
        super(message, null, false, false); // a refusal is no fault, so it needs no stack
    }
}
