package io.yizhan.quickstart.check;

import java.util.Optional;

/**
 * A message as the database holds it.
 *
 * @param device {@code user/device} of the sender
 * @param op the send that it came from, 0 where its text names none
 * @param notice what the server tells with it; empty for what somebody sent
 */
public record StoredMessage(
        String conversation, long seq, long messageId, String device, long op, Optional<Notice> notice) {
    StoredMessage(String conversation, long seq, long messageId, String device, long op) {
        this(conversation, seq, messageId, device, op, Optional.empty());
    }
}
