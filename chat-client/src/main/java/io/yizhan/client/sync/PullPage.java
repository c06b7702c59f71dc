package io.yizhan.client.sync;

import chat.v2.Message;
import chat.v2.PullResponse;
import java.time.Duration;
import java.util.List;

/**
 * The answer to a forward pull.
 *
 * @param fromSeq the first number that was asked for
 * @param completeToSeq from {@code fromSeq} up to it, what is not among the messages holds nothing
 * @param headSeq the conversation's end as the server knew it
 * @param retryAfter when to ask again for what is beyond; zero: at once
 */
public record PullPage(long fromSeq, List<Message> messages, long completeToSeq, long headSeq, Duration retryAfter) {
    /** Reads what the server sent in answer to a pull from {@code fromSeq}. */
    public static PullPage of(long fromSeq, PullResponse response) {
        return new PullPage(
                fromSeq,
                response.getMessagesList(),
                response.getCompleteToSeq(),
                response.getHeadSeq(),
                Duration.ofMillis(Integer.toUnsignedLong(response.getRetryAfterMs())));
    }
}
