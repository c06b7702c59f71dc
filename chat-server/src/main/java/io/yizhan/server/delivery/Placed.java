package io.yizhan.server.delivery;

import chat.v2.Message;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.Allocation.Audience;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;

/**
 * A send that has its place.
 *
 * @param audience of a group's message that got its place just now; nothing else has one
 */
record Placed(PendingSend send, NumberRequest request, MessagePlace place, Audience audience) {
    Message message() {
        SendCommand command = send.command();
        Message.Builder message = Message.newBuilder()
                .setConversationId(send.conversation().value())
                .setSeq(place.seq())
                .setMessageId(place.messageId())
                .setFromUserId(command.sender().value())
                .setContent(command.content())
                .setServerTimeMs(place.timeMs());
        if (!command.isFromServer()) {
            message.setFromDeviceId(command.device().value()).setClientMsgId(command.clientMsgId());
        }
        return message.build();
    }

    LogRecord record() {
        return new LogRecord.Stored(send.conversation(), message(), request.contentHash());
    }

    /** The same send at the place where its message stands. */
    Placed at(LogRecord.Stored row) {
        return new Placed(send, request, placeOf(row), Audience.NONE);
    }

    static MessagePlace placeOf(LogRecord.Stored stored) {
        return new MessagePlace(
                stored.message().getSeq(),
                stored.message().getMessageId(),
                stored.message().getServerTimeMs());
    }
}
