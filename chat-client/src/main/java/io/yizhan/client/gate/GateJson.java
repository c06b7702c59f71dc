package io.yizhan.client.gate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the gate speaks it; members that are not known are ignored. */
final class GateJson {
    private record Problem(
            @Nullable String code,
            @Nullable String title,
            @Nullable String detail) {}

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    /** @throws GateException when the answer is something else */
    <T> T read(String body, Class<T> type) {
        try {
            return mapper.readValue(body, type);
        } catch (JacksonException e) {
            throw new GateException(
                    "BAD_ANSWER",
                    200,
                    "The gate's answer is no " + type.getSimpleName() + ": " + e.getOriginalMessage(),
                    Duration.ZERO);
        }
    }

    GateException problem(String body, int status, Duration retryAfter) {
        Problem problem = parse(body);
        String code = problem.code() == null ? "HTTP_" + status : problem.code();
        String text = problem.detail() != null ? problem.detail() : problem.title();
        return new GateException(code, status, code + (text == null ? "" : ": " + text), retryAfter);
    }

    private Problem parse(String body) {
        try {
            return mapper.readValue(body, Problem.class);
        } catch (JacksonException e) {
            return new Problem(null, null, null); // a proxy's page; the status says enough
        }
    }
}
