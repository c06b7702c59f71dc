package io.yizhan.server.cluster.redis;

import io.yizhan.access.RedisClients;
import io.yizhan.server.cluster.PeerChannels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/**
 * Channels of Redis, on two connections that nobody else uses: one to publish, one to listen. Fails with a
 * {@code JedisException} when Redis does not answer within the time of one round trip.
 */
public final class RedisPeerChannels implements PeerChannels {
    private final UnifiedJedis redis;
    private final ChannelSubscriber subscriber;

    /**
     * Dials nothing yet.
     *
     * @param uri as {@link RedisClients#open} takes it
     * @param timeout of one round trip
     */
    public RedisPeerChannels(String uri, Duration timeout) {
        this.redis = RedisClients.open(uri, timeout, 1);
        this.subscriber = new ChannelSubscriber(redis);
    }

    @Override
    public List<Boolean> publish(List<Publication> publications) {
        List<Response<Long>> listeners = new ArrayList<>(publications.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            publications.forEach(each -> listeners.add(pipeline.publish(name(each.channel()), each.bytes())));
            pipeline.sync();
        }
        return listeners.stream().map(count -> count.get() > 0).toList();
    }

    @Override
    public void listen(String channel, Consumer<byte[]> listener) {
        subscriber.listen(name(channel), listener);
    }

    @Override
    public void close() {
        subscriber.close();
        redis.close();
    }

    private static byte[] name(String channel) {
        return channel.getBytes(StandardCharsets.US_ASCII);
    }
}
