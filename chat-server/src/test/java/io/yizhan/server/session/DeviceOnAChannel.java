package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.LoginResponse;
import chat.v2.Message;
import chat.v2.Position;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.SharedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A session on a channel without a socket, under a clock that stands, and what its device has got. */
final class DeviceOnAChannel {
    static final Frame WELCOME = Frame.newBuilder()
            .setLoginResponse(LoginResponse.getDefaultInstance())
            .build();

    private final MockTicker clock = Ticker.newMockTicker();
    final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    final LocalSession session;

    DeviceOnAChannel(int maxUnacked, long maxBytes) {
        this(maxUnacked, maxBytes, new SharedBytes(Long.MAX_VALUE / 2));
    }

    DeviceOnAChannel(int maxUnacked, long maxBytes, SharedBytes memory) {
        session = new LocalSession(
                new UserId("bob"),
                new DeviceId("phone"),
                1,
                new SessionId("s"),
                channel,
                new PushShared(
                        new PushSettings(maxUnacked, maxBytes, Duration.ofSeconds(5), Duration.ofSeconds(1)),
                        new OnLoop(),
                        memory));
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext ctx) {
                session.writabilityChanged();
            }
        });
    }

    DeviceOnAChannel started() {
        session.start(WELCOME);
        frames();
        return this;
    }

    static Message message(String conversation, long seq) {
        return Message.newBuilder()
                .setConversationId(conversation)
                .setSeq(seq)
                .setMessageId(seq)
                .build();
    }

    void push(String conversation, long... seqs) {
        for (long seq : seqs) {
            session.push(message(conversation, seq));
        }
    }

    /** Messages of a group that are told together. */
    void round(String conversation, long... seqs) {
        List<Message> messages =
                LongStream.of(seqs).mapToObj(seq -> message(conversation, seq)).toList();
        session.push(messages, Round.Pushed.of(messages).together());
    }

    void acknowledge(String conversation, long seq) {
        session.acknowledge(List.of(Position.newBuilder()
                .setConversationId(conversation)
                .setSeq(seq)
                .build()));
    }

    void reads(boolean reads) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reads);
        channel.runPendingTasks();
    }

    void pass(long millis) {
        clock.advanceMillis(millis);
        channel.runPendingTasks();
    }

    /** What was written since the last look. */
    List<Frame> frames() {
        channel.runPendingTasks();
        List<Frame> frames = new ArrayList<>();
        for (Object one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            frames.add(one instanceof SharedFrame shared ? shared.frame() : (Frame) one);
        }
        return frames;
    }

    /** What was written, in short: {@code push d 1 2} or {@code head d 7}. */
    List<String> got() {
        List<String> got = new ArrayList<>();
        for (Frame frame : frames()) {
            StringBuilder text =
                    new StringBuilder(frame.getBodyCase().toString().toLowerCase(java.util.Locale.ROOT));
            for (Message message : frame.getPush().getMessagesList()) {
                text.append(' ').append(message.getConversationId()).append(message.getSeq());
            }
            for (Head head : frame.getHeadNotice().getHeadsList()) {
                text.append(' ').append(head.getConversationId()).append(head.getHeadSeq());
            }
            got.add(text.toString());
        }
        return got;
    }
}
