package io.yizhan.client.gate;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The gate refused a call, or no gate could be reached. {@link #code()} is stable (protocol, section 5). */
public final class GateException extends RuntimeException {
    /** The code of a failure that no gate answered. */
    public static final String UNREACHABLE = "UNREACHABLE";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final Duration retryAfter;

    /**
     * @param code of the problem document, or {@code HTTP_nnn} when the answer was none
     * @param status of HTTP; 0 when there was no answer
     * @param retryAfter zero when the gate does not say
     */
    public GateException(String code, int status, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    private GateException(List<URI> gates, Throwable cause) {
        super(
                "Could not reach the gate: "
                        + String.join(", ", gates.stream().map(URI::toString).toList()),
                cause);
        this.code = UNREACHABLE;
        this.status = 0;
        this.retryAfter = Duration.ZERO;
    }

    /** None of {@code gates} answered; {@code cause} is what the last one met. */
    static GateException unreachable(List<URI> gates, Throwable cause) {
        return new GateException(gates, cause);
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    public boolean isUnreachable() {
        return code.equals(UNREACHABLE);
    }

    public boolean hasCode(String expected) {
        return code.equals(expected);
    }

    /** Whether the same call may succeed later, or at another gate. */
    public boolean isTransient() {
        return status == 0 || status == 429 || status >= 500;
    }
}
