package io.yizhan.gate.error;

import java.util.Arrays;
import org.springframework.http.HttpStatus;

/** The stable codes of the gate's problem details and their status. Clients decide by them: never renamed. */
public enum GateError {
    INVALID_ARGUMENT(HttpStatus.BAD_REQUEST),
    BAD_TOKEN(HttpStatus.UNAUTHORIZED),
    BAD_CREDENTIALS(HttpStatus.UNAUTHORIZED),
    FORBIDDEN(HttpStatus.FORBIDDEN),
    BLOCKED(HttpStatus.FORBIDDEN),
    NOT_A_MEMBER(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    NO_SUCH_USER(HttpStatus.NOT_FOUND),
    NO_SUCH_GROUP(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    USER_EXISTS(HttpStatus.CONFLICT),
    GROUP_EXISTS(HttpStatus.CONFLICT),
    GROUP_FULL(HttpStatus.CONFLICT),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR),
    NO_WORKER(HttpStatus.SERVICE_UNAVAILABLE),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;

    GateError(HttpStatus status) {
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }

    /** The code for a status that the HTTP server itself answered; its own 4xx are all about a malformed request. */
    static GateError ofServerStatus(int status) {
        return Arrays.stream(values())
                .filter(error -> error.status.value() == status && error != BAD_CREDENTIALS && error != NO_WORKER)
                .findFirst()
                .orElse(status < HttpStatus.INTERNAL_SERVER_ERROR.value() ? INVALID_ARGUMENT : INTERNAL);
    }
}
