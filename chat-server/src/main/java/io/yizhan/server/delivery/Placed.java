package io.yizhan.server.delivery;

import chat.v2.Message;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;

/** A send that has its place. */
record Placed(PendingSend send, NumberRequest request, MessagePlace place) {
    Message message() {
        return Message.newBuilder()
                .setConversationId(send.conversation().value())
                .setSeq(place.seq())
                .setMessageId(place.messageId())
                .setFromUserId(send.command().sender().value())
                .setFromDeviceId(send.command().device().value())
                .setClientMsgId(send.command().clientMsgId())
                .setContent(send.command().content())
                .setServerTimeMs(place.timeMs())
                .build();
    }

    LogRecord record() {
        return new LogRecord.Stored(send.conversation(), message(), request.contentHash());
    }

    Placed at(MessagePlace other) {
        return new Placed(send, request, other);
    }
}
