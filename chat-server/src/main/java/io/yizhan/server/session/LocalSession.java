package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Position;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.SharedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session whose connection this worker holds. Safe from any thread: everything happens on the channel's event loop,
 * in the order of the calls from one thread. Nothing is written before {@link #start}, and nothing after the frame that
 * ends it.
 */
public final class LocalSession implements ServerSession {
    private static final Logger log = LoggerFactory.getLogger(LocalSession.class);

    private final UserId user;
    private final DeviceId device;
    private final int platform;
    private final SessionId id;
    private final Channel channel;
    private final PushFlow pushes;
    private final Asides asides;
    private volatile @Nullable SessionAddress address;
    private volatile long activeAt;
    private boolean started;
    private boolean ended;

    /** A session that waits for its place in the registry, then for {@link #start}. */
    public LocalSession(UserId user, DeviceId device, int platform, SessionId id, Channel channel, PushShared shared) {
        this.user = user;
        this.device = device;
        this.platform = platform;
        this.id = id;
        this.channel = channel;
        this.pushes = new PushFlow(user, channel, shared);
        this.asides = new Asides(channel);
        active();
    }

    public UserId user() {
        return user;
    }

    public DeviceId device() {
        return device;
    }

    public int platform() {
        return platform;
    }

    public SessionId id() {
        return id;
    }

    /** Its user did something; what a client sends by itself does not count. */
    public void active() {
        activeAt = loop().ticker().nanoTime();
    }

    /** For how long its user has done nothing. */
    public Duration idle() {
        return Duration.ofNanos(loop().ticker().nanoTime() - activeAt);
    }

    /** The only thread that touches the connection. */
    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Sets where the registry has put this session: at login, and again in each new life of the worker. */
    public void activate(SessionAddress given) {
        address = given;
    }

    /** Where the registry has put this session; empty while the login is under way. */
    public Optional<SessionAddress> registered() {
        return Optional.ofNullable(address);
    }

    @Override
    public SessionAddress address() {
        return registered().orElseThrow(() -> new IllegalStateException("Not yet in the registry: " + id));
    }

    /** Writes the answer to the login, then whatever is to come; does nothing if the session was kicked already. */
    public void start(Frame loginResponse) {
        onLoop(() -> {
            if (!ended) {
                channel.writeAndFlush(loginResponse);
                started = true;
                pushes.start();
            }
        });
    }

    /** The message is pushed, or its conversation's head is named, or the device has it already. */
    @Override
    public void push(Message message) {
        onLoop(() -> {
            if (!ended) {
                pushes.offer(message);
            }
        });
    }

    /**
     * As {@link #push}, for messages that many are pushed.
     *
     * @param together all of them, as one frame
     */
    void push(List<Message> messages, SharedFrame together) {
        onLoop(() -> {
            if (!ended) {
                pushes.offer(messages, together);
            }
        });
    }

    /**
     * Dropped while the login is under way: the device asks for all that such frames tell once it is in. Waits, within
     * bounds, while the client does not read.
     */
    @Override
    public void write(Frame frame) {
        onLoop(() -> {
            if (started && !ended) {
                asides.write(frame);
            }
        });
    }

    /**
     * Written only if the client reads at this moment and nothing waits before it; otherwise it is dropped, and
     * {@code unread} is run on the event loop. Nothing at all happens to a session that has ended.
     */
    public void writeIfReading(Frame frame, Runnable unread) {
        onLoop(() -> {
            if (started && !ended && !asides.offer(frame)) {
                unread.run();
            }
        });
    }

    @Override
    public void kick(Kicked notice) {
        end(Frame.newBuilder().setKicked(notice).build());
    }

    /** Writes the last frame, then closes. Only the first call counts. */
    public void end(Frame last) {
        onLoop(() -> {
            if (!ended) {
                ended = true;
                pushes.stop();
                new LastWord(channel).say(last);
            }
        });
    }

    /** Closes without another frame; what was written before still goes out. Only the first call counts. */
    public void end() {
        onLoop(() -> {
            if (!ended) {
                ended = true;
                pushes.stop();
                new LastWord(channel).end();
            }
        });
    }

    /** Whether the frame that ends it was written, so that nothing is answered any more. On the event loop only. */
    public boolean isEnded() {
        return ended;
    }

    /** The device has everything up to these positions. */
    public void acknowledge(List<Position> positions) {
        onLoop(() -> pushes.acknowledge(positions));
    }

    /** Whether the device was told of all these numbers here, so that they exist. On the event loop only. */
    public boolean knows(List<Position> positions) {
        return positions.stream().allMatch(pushes::knows);
    }

    /** The device learned in an answer that the conversation reaches {@code seq}. */
    public void told(String conversation, long seq) {
        onLoop(() -> pushes.told(conversation, seq));
    }

    /** The device asked for what it may lack; it waits until this is {@link #answered}. */
    public void asked() {
        onLoop(pushes::asked);
    }

    /** @param refused whether the device is to ask again, since the stores did not say */
    public void answered(boolean refused) {
        onLoop(() -> pushes.answered(refused));
    }

    /**
     * The device was told that of the conversation there is nothing beyond {@code seq} to be had as yet. While it goes
     * on asking, it is not held against it that it does not acknowledge what is beyond.
     */
    public void writtenTo(String conversation, long seq) {
        onLoop(() -> pushes.writtenTo(conversation, seq));
    }

    /** Names those heads that are beyond what the device was told. */
    public void tell(List<Head> heads) {
        onLoop(() -> {
            if (started && !ended) {
                pushes.tell(heads);
            }
        });
    }

    /** The channel became writable, or ceased to be. */
    public void writabilityChanged() {
        onLoop(() -> {
            if (!ended) {
                asides.advance();
                pushes.advance();
            }
        });
    }

    /** How many bytes were written to the device that its socket has not taken yet. */
    public long unsentBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** The connection is gone. */
    public void closed() {
        onLoop(() -> {
            ended = true;
            pushes.stop();
        });
    }

    private void onLoop(Runnable task) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loops are shut down, nothing is written to: {}", id);
        }
    }
}
