package io.yizhan.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.session.PushSettings;
import io.yizhan.server.session.PushShared;
import io.yizhan.server.session.Wakeups;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real pipeline of a client's connection, but for the bytes: it takes and writes frames. */
public final class ModelPipeline {
    private final ClientConfig config;
    private final SessionFactory sessions;
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    public ModelPipeline(ClientConfig config, ClientServices services, Clock clock) {
        this.config = config;
        PushSettings settings = PushSettings.of(config.maxUnacked(), config.resendAfter());
        this.sessions = new SessionFactory(config, services, PushShared.of(settings, ModelPipeline::wake), clock);
    }

    private static Wakeups.Wakeup wake(EventLoop loop, long nanos, Runnable task) {
        var timeout = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> timeout.cancel(false);
    }

    /** What a new channel begins with. */
    public ChannelHandler initializer() {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new ClientChannelInitializer(
                                config,
                                Optional.empty(),
                                sessions,
                                sessions,
                                new Newcomers(config.newcomers()),
                                connections));
                channel.pipeline().remove("frame-out");
            }
        };
    }
}
