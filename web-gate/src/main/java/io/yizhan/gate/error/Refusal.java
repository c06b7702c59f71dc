package io.yizhan.gate.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gate says no in a way that the protocol knows. Expected, so without a stack trace. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final GateError error;
    private final @Nullable Duration retryAfter;

    /** @param detail for people; must hold no secret, it goes to the client */
    public Refusal(GateError error, String detail) {
        this(error, detail, null);
    }

    private Refusal(GateError error, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.error = error;
        this.retryAfter = retryAfter;
    }

    /** The client may try again after {@code retryAfter}, rounded up to whole seconds. */
    public static Refusal rateLimited(String detail, Duration retryAfter) {
        return new Refusal(GateError.RATE_LIMITED, detail, retryAfter);
    }

    public GateError error() {
        return error;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
