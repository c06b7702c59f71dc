package io.yizhan.server.archive;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;

/** Records of a group's events, as a worker would append them. */
public final class GroupRecords {
    private GroupRecords() {}

    /** What tells of it; another event, or the same with another {@code change}, has another hash. */
    public static LogRecord.Stored told(GroupId group, long seq, UserId by, GroupEvent event) {
        ConversationId conversation = ConversationId.group(group);
        Message message = Message.newBuilder()
                .setConversationId(conversation.value())
                .setSeq(seq)
                .setMessageId(Math.abs((event.toString() + group + seq).hashCode()) + 1L)
                .setFromUserId(by.value())
                .setContent(event.notice())
                .setServerTimeMs(1_700_000_000_000L + seq)
                .build();
        long hash = ((long) (event.toString() + group).hashCode() << 24) ^ (event.change() + group).hashCode();
        return new LogRecord.Stored(conversation, message, hash);
    }
}
