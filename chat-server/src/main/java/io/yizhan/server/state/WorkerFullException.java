package io.yizhan.server.state;

/** This worker has as many sessions as it takes. */
public final class WorkerFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkerFullException(String message) {
        super(message, null, false, false);
    }
}
