package io.yizhan.protocol;

import chat.v2.PullResponse;

/**
 * What a page of a conversation says beside its messages, whoever has read it.
 *
 * @param toSeq the last number that was asked for
 * @param backwards whether it was read newest first
 */
public record PageEnd(long toSeq, boolean backwards) {
    private static final int RETRY_AFTER_MS = 300;

    /**
     * A page without its messages.
     *
     * @param highest the largest number among them, 0 without any
     * @param more whether there were more than fitted
     * @param completeTo up to here the store had all, before they were read
     * @param knownHead the last number that was given out, as it was known before that
     */
    public PullResponse of(long highest, boolean more, long completeTo, long knownHead) {
        // what is stored was given out, even if the head was read too early, or its counter was lost
        long head = Math.max(knownHead, Math.max(completeTo, highest));
        long end = Math.min(toSeq, head);
        long complete = Math.min(completeTo, end);
        boolean cut = more && !backwards;
        return PullResponse.newBuilder()
                // what did not fit is not known here: beyond the last that did, nothing is said
                .setCompleteToSeq(cut ? Math.min(complete, highest) : complete)
                .setHeadSeq(head)
                .setMore(more)
                // backwards the newest are missing, however many older ones there are
                .setRetryAfterMs(!cut && complete < end ? RETRY_AFTER_MS : 0)
                .build();
    }
}
