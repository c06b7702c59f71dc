package io.yizhan.gate.history;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.ConversationId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a conversation; as a worker's PullRequest, but for a larger limit.
 *
 * @param from first number, 1 or more
 * @param to last number, included
 * @param limit at most so many messages
 * @param backwards newest first
 */
record HistoryQuery(ConversationId conversation, long from, long to, int limit, boolean backwards) {
    private static final int USUAL = 100;
    private static final int MOST = 10_000;

    /**
     * Reads the parameters as they came; absent, empty and 0 mean what they do in a PullRequest.
     *
     * @throws Refusal INVALID_ARGUMENT
     */
    static HistoryQuery of(
            String conversation,
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit,
            @Nullable String backwards) {
        ConversationId id = ConversationId.parse(conversation).orElseThrow(() -> invalid("Not a conversation id"));
        long first = Math.max(1, number("from", from));
        long asked = number("to", to);
        long last = asked == 0 ? Long.MAX_VALUE : asked;
        if (last < first) {
            throw invalid("to is below from: " + last + " < " + first);
        }
        long most = number("limit", limit);
        if (most > MOST) {
            throw invalid("limit is at most " + MOST + ": " + most);
        }
        return new HistoryQuery(id, first, last, most == 0 ? USUAL : (int) most, flag(backwards));
    }

    /** Unsigned, as on the wire; no number of a message is above 2^53, so what is above 2^63 is as good as that. */
    private static long number(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        try {
            long number = Long.parseUnsignedLong(text);
            return number < 0 ? Long.MAX_VALUE : number;
        } catch (NumberFormatException e) {
            throw invalid(name + " is not a number");
        }
    }

    private static boolean flag(@Nullable String text) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw invalid("backwards is true or false");
        };
    }

    private static Refusal invalid(String detail) {
        return new Refusal(GateError.INVALID_ARGUMENT, detail);
    }
}
