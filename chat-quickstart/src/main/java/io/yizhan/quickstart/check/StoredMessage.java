package io.yizhan.quickstart.check;

/**
 * A message as the database holds it.
 *
 * @param device {@code user/device} of the sender
 * @param op the send that it came from, 0 where its text names none
 */
public record StoredMessage(String conversation, long seq, long messageId, String device, long op) {}
