package io.yizhan.gate.error;

/**
 * The body of every error, RFC 9457 with a stable {@code code}.
 *
 * @param type always {@code about:blank}: the code says it all
 * @param title of the status
 * @param status of the answer
 * @param detail for people; may change
 * @param code name of a {@link GateError}
 */
public record Problem(String type, String title, int status, String detail, String code) {
    static Problem of(GateError error, String detail) {
        return new Problem(
                "about:blank", error.status().getReasonPhrase(), error.status().value(), detail, error.name());
    }
}
