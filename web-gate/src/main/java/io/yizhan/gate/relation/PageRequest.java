package io.yizhan.gate.relation;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list by user ids is asked for.
 *
 * @param after the last id of the page before, or empty
 * @param limit 1 to 1,000
 */
record PageRequest(String after, int limit) {
    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;

    /** @throws Refusal INVALID_ARGUMENT for what is no cursor or limit */
    static PageRequest of(@Nullable String cursor, @Nullable String limit) {
        if (cursor != null && !cursor.isEmpty() && !UserId.isValid(cursor)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "cursor is not one that a page has given");
        }
        return new PageRequest(cursor == null ? "" : cursor, limit(limit));
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return DEFAULT;
        }
        int number = limit.matches("[1-9]\\d{0,3}") ? Integer.parseInt(limit) : MOST + 1;
        if (number > MOST) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "limit must be 1 to 1,000");
        }
        return number;
    }

    /** What is on the page, of a list that was read to one beyond it. */
    <T> List<T> cut(List<T> found) {
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** Where the next page begins; empty if there is none. */
    <T> String next(List<T> found, Function<T, String> id) {
        return found.size() > limit ? id.apply(found.get(limit - 1)) : "";
    }
}
