package io.yizhan.server.state;

/** The user was kicked after the token had been found good: whether it still is has to be looked up once more. */
public final class KickedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KickedMeanwhileException(String message) {
        super(message);
    }
}
