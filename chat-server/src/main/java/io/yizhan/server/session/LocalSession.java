package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Push;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session whose connection this worker holds. Safe from any thread: everything happens on the channel's event loop.
 */
public final class LocalSession implements ServerSession {
    private final UserId user;
    private final DeviceId device;
    private final int platform;
    private final SessionId id;
    private final Channel channel;
    private volatile @Nullable SessionAddress address;

    /** A session that waits for its place in the registry; nothing is written before {@link #activate}. */
    public LocalSession(UserId user, DeviceId device, int platform, SessionId id, Channel channel) {
        this.user = user;
        this.device = device;
        this.platform = platform;
        this.id = id;
        this.channel = channel;
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

    @Override
    public void push(Message message) {
        write(Frame.newBuilder().setPush(Push.newBuilder().addMessages(message)).build());
    }

    @Override
    public void write(Frame frame) {
        channel.writeAndFlush(frame, channel.voidPromise());
    }

    @Override
    public void kick(Kicked notice) {
        channel.writeAndFlush(Frame.newBuilder().setKicked(notice).build()).addListener(ChannelFutureListener.CLOSE);
    }
}
