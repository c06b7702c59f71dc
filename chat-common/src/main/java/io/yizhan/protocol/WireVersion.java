package io.yizhan.protocol;

import book.v1.ProtoMsg;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;

/** What a frame's header may name; the first frame fixes it for a connection. */
public enum WireVersion {
    /** The body is the book's message. It has no way to say what is wrong. */
    BOOK(1, ProtoMsg.Message.parser()),
    /** The body is a {@code chat.v2.Frame}. */
    CURRENT(2, Frame.parser());

    /** How deep messages may be nested in a body; a frame needs four. */
    private static final int MAX_DEPTH = 20;

    private final int number;
    private final Parser<? extends MessageLite> bodies;

    WireVersion(int number, Parser<? extends MessageLite> bodies) {
        this.number = number;
        this.bodies = bodies;
    }

    int number() {
        return number;
    }

    /** Reads one body, to the end of {@code in}. */
    MessageLite parse(CodedInputStream in) throws IOException {
        in.setRecursionLimit(MAX_DEPTH);
        MessageLite body = bodies.parseFrom(in);
        in.checkLastTagWas(0);
        return body;
    }

    ProtocolException broken(ErrorCode code, String message) {
        return this == BOOK ? ProtocolException.silent(code, message) : new ProtocolException(code, message);
    }
}
