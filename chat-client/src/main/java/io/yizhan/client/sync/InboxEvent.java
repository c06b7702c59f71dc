package io.yizhan.client.sync;

import chat.v2.Message;

/** What a conversation has for the application, in the order in which the application is to see it. */
public sealed interface InboxEvent {
    /** A message that the application has not seen; comes once for each message, ascending by seq. */
    record Deliver(Message message) implements InboxEvent {}

    /** A message that the application has seen got another, larger number; the old one holds nothing any more. */
    record Moved(String conversationId, long messageId, long oldSeq, long newSeq) implements InboxEvent {}
}
