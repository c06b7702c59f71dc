package io.yizhan.embedded;

import java.nio.file.Path;

/** A part did not start. The message names the part and the port, and what the part wrote last to its log. */
public final class EmbeddedStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean portTaken;

    private EmbeddedStartException(String message, boolean portTaken) {
        super(message);
        this.portTaken = portTaken;
    }

    EmbeddedStartException(String message) {
        this(message, false);
    }

    EmbeddedStartException(String message, Throwable cause) {
        super(message, cause);
        this.portTaken = false;
    }

    static EmbeddedStartException taken(String part, int port) {
        return new EmbeddedStartException(part + " cannot listen: port " + port + " is taken", true);
    }

    static EmbeddedStartException failed(String part, int port, String what, Path log) {
        return new EmbeddedStartException(
                part + " " + what + ": port " + port + ", log " + log + LogTail.of(log), false);
    }

    /** Whether somebody else listens on the port that was asked for. */
    public boolean portTaken() {
        return portTaken;
    }
}
