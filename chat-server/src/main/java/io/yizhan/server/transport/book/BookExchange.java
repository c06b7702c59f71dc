package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.Frame;
import io.netty.channel.ChannelHandlerContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks what stands further up in the pipeline, as a client of version 2 asks, and finds the question to an answer. What
 * may be open at once is bounded there. Owned by the channel's event loop.
 */
final class BookExchange {
    private final ChannelHandlerContext ctx;
    private final Map<Long, Function<Frame, Optional<ProtoMsg.Message>>> open = new HashMap<>();
    private long last;

    BookExchange(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** @param answer takes the answer or the error, and says what the client is to be written for it, if anything */
    void ask(Frame.Builder request, Function<Frame, Optional<ProtoMsg.Message>> answer) {
        last++;
        open.put(last, answer);
        ctx.fireChannelRead(request.setRequestId(last).build());
    }

    /** Says something that has no answer. */
    void tell(Frame.Builder request) {
        ctx.fireChannelRead(request.build());
    }

    /** Takes a frame from above, if it is an answer; what the client is to be written for it. */
    Optional<ProtoMsg.Message> answered(Frame frame) {
        return Optional.ofNullable(open.remove(frame.getRequestId())).flatMap(answer -> answer.apply(frame));
    }
}
