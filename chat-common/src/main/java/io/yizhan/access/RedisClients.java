package io.yizhan.access;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Opens pooled connections to Redis. Nothing is dialled before the first command; those that did not outlive a restart
 * of Redis are left out, so its clients do not notice one that they made no call during.
 */
public final class RedisClients {
    /** How long a blocking read is left waiting at the server before it is asked again. */
    static final Duration BLOCK = Duration.ofSeconds(1);

    private RedisClients() {}

    /**
     * A client that is to be closed by the caller.
     *
     * @param uri {@code redis://[user:password@]host:port[/database]}, {@code rediss} for TLS
     * @param timeout of the connect, of one round trip, and of the wait for a free connection
     * @param connections how many commands can be under way at once; one more is kept for a {@link RedisStream}
     * @throws IllegalArgumentException for another kind of URI; the message does not repeat it, it may hold a password
     */
    public static RedisClient open(String uri, Duration timeout, int connections) {
        int timeoutMs = Math.toIntExact(timeout.toMillis());
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections + 1);
        pool.setMaxIdle(connections + 1);
        pool.setMaxWait(timeout);
        pool.setJmxEnabled(false);
        pool.setTestOnBorrow(true);
        return new Builder(parse(uri))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(timeoutMs)
                        .socketTimeoutMillis(timeoutMs)
                        .blockingSocketTimeoutMillis(Math.toIntExact(BLOCK.toMillis()) + timeoutMs)
                        .build())
                .fromURI(parse(uri))
                .poolConfig(pool)
                .build();
    }

    /** Makes connections that are known to live. */
    private static final class Builder extends RedisClient.Builder {
        private final URI uri;

        Builder(URI uri) {
            this.uri = uri;
        }

        @Override
        protected ConnectionProvider createDefaultConnectionProvider() {
            return new PooledConnectionProvider(
                    new LivingConnections(JedisURIHelper.getHostAndPort(uri), clientConfig), poolConfig);
        }
    }

    private static URI parse(String uri) {
        if (!uri.matches("rediss?://[^/]+:\\d{1,5}(/\\d*)?")) {
            throw new IllegalArgumentException("Not a Redis URI of the form redis://[user:password@]host:port");
        }
        return URI.create(uri);
    }
}
