package io.yizhan.server.transport;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import chat.v2.PullResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.PushSettings;
import io.yizhan.server.session.PushShared;
import io.yizhan.server.session.Wakeups;
import io.yizhan.server.transport.book.BookFrame;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A client of the book's protocol on the real pipeline, without a socket and with time that the test passes. */
final class BookConnection implements AutoCloseable {
    final Fakes fakes;
    private final MockTicker time = Ticker.newMockTicker();
    private final EmbeddedChannel channel;

    BookConnection(Fakes fakes) {
        this.fakes = fakes;
        PushShared pushes = PushShared.of(PushSettings.DEFAULT, BookConnection::wake);
        PushShared bookPushes = new PushShared(PushSettings.UNREPEATED, BookConnection::wake, pushes.memory());
        this.channel = EmbeddedChannel.builder()
                .ticker(time)
                .handlers(new ClientChannelInitializer(
                        ListenerFixture.CONFIG,
                        Optional.empty(),
                        new SessionFactory(ListenerFixture.CONFIG, fakes.services(), pushes, Clock.systemUTC()),
                        new SessionFactory(ListenerFixture.CONFIG, fakes.services(), bookPushes, Clock.systemUTC()),
                        new Newcomers(ListenerFixture.CONFIG.newcomers()),
                        new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE)))
                .build();
    }

    private static Wakeups.Wakeup wake(EventLoop loop, long nanos, Runnable task) {
        var timeout = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> timeout.cancel(false);
    }

    /** As alice on her desk, whatever is answered. */
    BookConnection loggedIn() {
        send(BookFrame.login("alice", "desk", "good", 1));
        receive();
        return this;
    }

    void send(BookFrame frame) {
        send(frame.bytes());
    }

    void send(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        channel.runPendingTasks();
    }

    void heartBeat() {
        send(BookFrame.of(BookFrame.HEART_BEAT).with(9, BookFrame.part().with(1, 1)));
    }

    void push(Message message) {
        session().push(message);
        channel.runPendingTasks();
    }

    LocalSession session() {
        return fakes.sessions.all().iterator().next();
    }

    /** What was written since the last call. */
    List<BookFrame> receive() {
        byte[] bytes = receiveBytes();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<BookFrame> frames = new ArrayList<>();
        try {
            while (in.available() > 0) {
                frames.add(BookFrame.read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    byte[] receiveBytes() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.writeBytes(bytes);
            bytes.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    /** The texts of the chats that were written since the last call. */
    List<String> texts() {
        return receive().stream()
                .filter(frame -> frame.type() == BookFrame.MESSAGE_REQUEST)
                .map(frame -> frame.part(6).text(6))
                .toList();
    }

    void pass(long millis) {
        time.advanceMillis(millis);
        channel.runPendingTasks();
    }

    /** Also gives back what nobody has read. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Nothing more comes, and the connection is closed once the client had its second to leave. */
    boolean isEnded() {
        pass(1_000);
        return receiveBytes().length == 0 && !channel.isOpen();
    }

    static Message message(long seq) {
        return message(seq, Content.newBuilder().setType(ContentType.TEXT).setText("m" + seq));
    }

    static Message message(long seq, Content.Builder content) {
        return Message.newBuilder()
                .setConversationId("d:alice:bob")
                .setSeq(seq)
                .setMessageId(1_000 + seq)
                .setFromUserId("bob")
                .setFromDeviceId("phone")
                .setServerTimeMs(5_000 + seq)
                .setContent(content)
                .build();
    }

    static PullResponse page(long from, long to, long head) {
        return PullResponse.newBuilder()
                .addAllMessages(LongStream.rangeClosed(from, to)
                        .mapToObj(BookConnection::message)
                        .toList())
                .setCompleteToSeq(to)
                .setHeadSeq(head)
                .setMore(to < head)
                .build();
    }
}
