package io.yizhan.server.archive;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Recall;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Records as a worker would append them. */
public final class Records {
    private Records() {}

    /** A conversation that no other test knows. */
    public static ConversationId conversation() {
        return ConversationId.group(new GroupId(UUID.randomUUID().toString()));
    }

    /** A device that no other test knows. */
    public static String device() {
        return UUID.randomUUID().toString();
    }

    public static Message message(ConversationId conversation, long seq, String device, long clientMsgId) {
        return Message.newBuilder()
                .setConversationId(conversation.value())
                .setSeq(seq)
                .setMessageId(Math.abs((device + clientMsgId + conversation + seq).hashCode()) + 1L)
                .setFromUserId("alice")
                .setFromDeviceId(device)
                .setClientMsgId(clientMsgId)
                .setContent(Content.newBuilder().setType(ContentType.TEXT).setText("message " + seq + " 🙂"))
                .setServerTimeMs(1_700_000_000_000L + seq)
                .build();
    }

    /** A first send: its id and its hash go with its number. */
    public static LogRecord.Stored stored(ConversationId conversation, long seq, String device) {
        return new LogRecord.Stored(conversation, message(conversation, seq, device, seq), seq * 31);
    }

    /** For logs in which nothing comes late. */
    public static LateMessages noneLate() {
        return late -> {
            throw new IllegalStateException("Came late: " + late);
        };
    }

    /** What tells that a message was taken back; its hash differs with the conversation too. */
    public static LogRecord.Stored recall(ConversationId conversation, long seq, long recalledSeq) {
        Message notice = message(conversation, seq, "", 0).toBuilder()
                .setContent(new Recall(recalledSeq, new UserId("alice")).notice())
                .build();
        long hash = (conversation.hashCode() * 31L + recalledSeq) << 20;
        return new LogRecord.Stored(conversation, notice, hash);
    }

    /** First sends from one number to another. */
    public static List<LogRecord> run(ConversationId conversation, long fromSeq, long toSeq, String device) {
        return LongStream.rangeClosed(fromSeq, toSeq)
                .<LogRecord>mapToObj(seq -> stored(conversation, seq, device))
                .toList();
    }
}
