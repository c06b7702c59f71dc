package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/**
 * Who is logged in on a connection of the book's protocol, and what is written to him.
 *
 * @param id of the session, as every message to this client names it
 */
record BookSession(UserId user, DeviceId device, String id) {
    /** What the book's clients write where they have no number to give; so does its server. */
    private static final long NO_SEQUENCE = -1;

    private static final String NO_SESSION = "-1";

    ProtoMsg.Message loggedIn(long sequence) {
        return answer(ProtoMsg.HeadType.LOGIN_RESPONSE, sequence)
                .setLoginResponse(ProtoMsg.LoginResponse.newBuilder().setResult(true))
                .build();
    }

    /** The answer to another login on a connection that has this session. */
    ProtoMsg.Message alreadyLoggedIn(long sequence) {
        return answer(ProtoMsg.HeadType.LOGIN_RESPONSE, sequence)
                .setLoginResponse(refusal(ErrorCode.ALREADY_LOGGED_IN))
                .build();
    }

    /** The answer to a login that made no session. */
    static ProtoMsg.Message refused(long sequence, Error error) {
        return ProtoMsg.Message.newBuilder()
                .setType(ProtoMsg.HeadType.LOGIN_RESPONSE)
                .setSequence(sequence)
                .setSessionId(NO_SESSION)
                .setLoginResponse(refusal(error.getCode()))
                .build();
    }

    private static ProtoMsg.LoginResponse.Builder refusal(ErrorCode code) {
        return ProtoMsg.LoginResponse.newBuilder().setCode(code.getNumber()).setInfo(code.name());
    }

    ProtoMsg.Message stored(long sequence) {
        return answer(ProtoMsg.HeadType.MESSAGE_RESPONSE, sequence)
                .setMessageResponse(ProtoMsg.MessageResponse.newBuilder().setResult(true))
                .build();
    }

    ProtoMsg.Message notStored(long sequence, Error error) {
        return answer(ProtoMsg.HeadType.MESSAGE_RESPONSE, sequence)
                .setMessageResponse(ProtoMsg.MessageResponse.newBuilder()
                        .setCode(error.getCodeValue())
                        .setInfo(error.getCode().name()))
                .build();
    }

    ProtoMsg.Message loggedOut(long sequence) {
        return answer(ProtoMsg.HeadType.LOGOUT_RESPONSE, sequence).build();
    }

    private ProtoMsg.Message.Builder answer(ProtoMsg.HeadType type, long sequence) {
        return ProtoMsg.Message.newBuilder().setType(type).setSequence(sequence).setSessionId(id);
    }

    /** A message of a direct conversation, as its sender would have written it. */
    ProtoMsg.Message chat(Message message) {
        UserId from = new UserId(message.getFromUserId());
        ProtoMsg.MessageRequest.Builder chat = ProtoMsg.MessageRequest.newBuilder()
                .setMsgId(message.getMessageId())
                .setFrom(from.value())
                .setTo(new ConversationId(message.getConversationId())
                        .peerOf(from)
                        .value())
                .setTime(message.getServerTimeMs());
        BookContent.write(message.getContent(), chat);
        return answer(ProtoMsg.HeadType.MESSAGE_REQUEST, NO_SEQUENCE)
                .setMessageRequest(chat)
                .build();
    }

    /** Whether the client is to see it: it can show it, and did not send it itself. */
    boolean isFor(Message message) {
        boolean own = message.getFromUserId().equals(user.value())
                && message.getFromDeviceId().equals(device.value());
        return !own && BookContent.isShown(message.getContent());
    }
}
