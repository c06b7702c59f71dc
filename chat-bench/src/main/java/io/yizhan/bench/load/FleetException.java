package io.yizhan.bench.load;

/** The users that a run needs could not be made or logged in. */
public final class FleetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FleetException(String message, Throwable cause) {
        super(message, cause);
    }
}
