package io.yizhan.bench.micro;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.Push;
import chat.v2.SendRequest;
import chat.v2.Target;

/** Frames as they travel most: a text of 128 bytes between two users. */
final class SampleFrames {
    private static final Content TEXT = Content.newBuilder()
            .setType(ContentType.TEXT)
            .setText("x".repeat(128))
            .build();

    private SampleFrames() {}

    static Content text() {
        return TEXT;
    }

    static Frame send() {
        return Frame.newBuilder()
                .setRequestId(4_711)
                .setSendRequest(SendRequest.newBuilder()
                        .setTarget(Target.newBuilder().setUserId("bob"))
                        .setClientMsgId(1_700_000_000_000_000L)
                        .setContent(TEXT))
                .build();
    }

    static Message message() {
        return Message.newBuilder()
                .setConversationId("d:alice:bob")
                .setSeq(1_000_000)
                .setMessageId(1L << 60)
                .setFromUserId("alice")
                .setFromDeviceId("laptop")
                .setClientMsgId(1_700_000_000_000_000L)
                .setContent(TEXT)
                .setServerTimeMs(1_700_000_000_000L)
                .build();
    }

    static Frame push(Message message) {
        return Frame.newBuilder()
                .setPush(Push.newBuilder().addMessages(message))
                .build();
    }
}
