package io.yizhan.server.state;

/** The token that a session was to be opened with was revoked after it had been found good. */
public final class TokenRevokedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenRevokedException(String message) {
        super(message);
    }
}
