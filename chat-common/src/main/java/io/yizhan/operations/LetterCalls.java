package io.yizhan.operations;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What gates ask workers about dead letters, and what they are answered, as JSON. Between parts of one cluster only:
 * members are added, never renamed or reused, since not all of them are updated at once.
 */
public final class LetterCalls {
    /** Under which workers take these calls. */
    public static final String NAME = "dead-letters";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LetterCalls() {}

    /** What is to be done. */
    public enum What {
        /** Those that wait, oldest first. */
        LIST,
        /** One, with its record. */
        SHOW,
        /** One goes back into the message log. */
        REPLAY,
        /** One is given up for good. */
        DROP
    }

    /**
     * A call.
     *
     * @param id of the letter; for LIST: those with larger ids
     * @param limit for LIST: how many at most
     */
    public record Call(What what, long id, int limit) {}

    /**
     * A letter as operators see it.
     *
     * @param sinceMs Unix epoch milliseconds
     * @param settled whether it waits no more
     * @param origin where it stood in the log
     * @param conversation empty if that is unreadable
     * @param seq 0 if that is unreadable
     * @param bytes of the record
     * @param record in base 64; absent in lists
     */
    public record Letter(
            long id,
            long sinceMs,
            boolean settled,
            String origin,
            String conversation,
            long seq,
            String reason,
            int bytes,
            @Nullable String record) {}

    /**
     * An answer.
     *
     * @param letters those that were asked for, before anything was done to them; none if there is no such one
     * @param outcome what came of a replay, by its name; absent otherwise
     * @param detail the same for people
     * @param settled whether the letter waits no more
     */
    public record Answer(
            List<Letter> letters,
            @Nullable String outcome,
            @Nullable String detail,
            boolean settled) {
        public static Answer of(List<Letter> letters) {
            return new Answer(letters, null, null, false);
        }

        /** The one that was asked for. */
        public Optional<Letter> letter() {
            return letters.stream().findFirst();
        }
    }

    public static byte[] encode(Call call) {
        return JSON.writeValueAsBytes(call);
    }

    /** @throws IllegalArgumentException for what is none, or none that this build knows */
    public static Call decodeCall(byte[] bytes) {
        return decode(bytes, Call.class);
    }

    public static byte[] encode(Answer answer) {
        return JSON.writeValueAsBytes(answer);
    }

    /** @throws IllegalArgumentException for what is none */
    public static Answer decodeAnswer(byte[] bytes) {
        return decode(bytes, Answer.class);
    }

    private static <T> T decode(byte[] bytes, Class<T> type) {
        try {
            return JSON.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a " + type.getSimpleName() + " about dead letters", e);
        }
    }
}
