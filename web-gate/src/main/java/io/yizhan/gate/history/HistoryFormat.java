package io.yizhan.gate.history;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** How an answer is written. */
enum HistoryFormat {
    /** One PullResponse in protobuf's JSON mapping. */
    WHOLE(MediaType.APPLICATION_JSON, "{\"messages\":[", ",", "]"),
    /** A message a line, and in the last line the PullResponse without its messages. */
    LINES(MediaType.APPLICATION_NDJSON, "", "\n", "\n");

    private final MediaType type;
    private final String begin;
    private final String between;
    private final String end;

    HistoryFormat(MediaType type, String begin, String between, String end) {
        this.type = type;
        this.begin = begin;
        this.between = between;
        this.end = end;
    }

    /**
     * The one that the client likes best; {@link #WHOLE} if it does not say.
     *
     * @param accept the header as it came
     * @throws Refusal NOT_ACCEPTABLE if it likes none
     */
    static HistoryFormat of(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return WHOLE;
        }
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .filter(wanted -> wanted.getQualityValue() > 0)
                    .sorted(Comparator.comparingDouble(MediaType::getQualityValue)
                            .reversed()
                            .thenComparing(MediaType::isWildcardType)
                            .thenComparing(MediaType::isWildcardSubtype))
                    .flatMap(wanted -> List.of(values()).stream().filter(format -> wanted.includes(format.type)))
                    .findFirst()
                    .orElseThrow(HistoryFormat::none);
        } catch (InvalidMediaTypeException e) {
            throw none();
        }
    }

    private static Refusal none() {
        return new Refusal(GateError.NOT_ACCEPTABLE, "The answer is application/json or application/x-ndjson");
    }

    MediaType type() {
        return type;
    }

    String begin() {
        return begin;
    }

    String between() {
        return between;
    }

    /** What follows the last message, if there is any. */
    String end() {
        return end;
    }

    /** What of the rest's JSON follows messages. */
    String rest(String json, boolean afterMessages) {
        if (this == LINES) {
            return json + "\n";
        }
        boolean isEmpty = json.equals("{}");
        return afterMessages ? (isEmpty ? "}" : "," + json.substring(1)) : json;
    }
}
