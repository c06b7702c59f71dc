package io.yizhan.server.standalone;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the calls speak it: what is null is left out, members that are not known are ignored. */
final class LocalJson {
    private static final Logger log = LoggerFactory.getLogger(LocalJson.class);

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    /** The parser's message is left out: it would quote the body, and with it a password. */
    <T> T read(byte[] body, Class<T> type) {
        try {
            T value = mapper.readValue(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body, type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            log.debug("Not JSON for a {}", type.getSimpleName());
        }
        throw LocalRefusal.invalid("The body is not the JSON object that this call takes");
    }
}
