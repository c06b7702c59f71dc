package io.yizhan.access;

import io.yizhan.lifecycle.CredentialsRefusedException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Opens pooled connections to Redis. Nobody has to be there yet; connections that did not outlive a restart of Redis
 * are left out, so its clients do not notice one that they made no call during. (Those of a Redis Cluster fail once.)
 */
public final class RedisClients {
    /** How long a blocking read is left waiting at the server before it is asked again. */
    static final Duration BLOCK = Duration.ofSeconds(1);

    private static final Pattern ONE = Pattern.compile("rediss?://[^/,]+:\\d{1,5}(/\\d*)?");
    private static final Pattern CLUSTER = Pattern.compile("(rediss?)-cluster://(?:([^/@]*)@)?([^/@]+)");
    private static final Pattern NODE = Pattern.compile("[^,:]+:\\d{1,5}");

    private static final String LIFE = "im:life:";

    /** So soon calls go to a node's successor; one that is sent to the wrong node tells at once. */
    private static final Duration TOPOLOGY_READ_EVERY = Duration.ofSeconds(2);

    private RedisClients() {}

    /**
     * A client that is to be closed by the caller.
     *
     * @param uri {@code redis://[user:password@]host:port[/database]}, {@code rediss} for TLS; or some nodes of a Redis
     *     Cluster as {@code redis-cluster://[user:password@]host:port,host:port}, {@code rediss-cluster} for TLS
     * @param timeout of the connect, of one round trip, and of the wait for a free connection
     * @param connections how many commands can be under way at once, in a cluster on each node; one more is kept for a
     *     {@link RedisStream}
     * @throws IllegalArgumentException for another kind of URI; the message does not repeat it, it may hold a password
     */
    public static UnifiedJedis open(String uri, Duration timeout, int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections + 1);
        pool.setMaxIdle(connections + 1);
        pool.setMaxWait(timeout);
        pool.setJmxEnabled(false);
        Matcher cluster = CLUSTER.matcher(uri);
        if (cluster.matches()) {
            return cluster(nodes(cluster.group(3)), client(cluster, timeout), pool, timeout);
        }
        if (!ONE.matcher(uri).matches()) {
            throw unknown();
        }
        pool.setTestOnBorrow(true);
        return new Builder(URI.create(uri))
                .clientConfig(client(timeout).build())
                .fromURI(URI.create(uri))
                .poolConfig(pool)
                .build();
    }

    /**
     * Asks for a sign of life; in a cluster any one node, since no call needs more.
     *
     * @return true
     * @throws CredentialsRefusedException if it does not take the user or the password, or gives that user no rights
     * @throws redis.clients.jedis.exceptions.JedisException if there is none
     */
    public static boolean answers(UnifiedJedis redis) {
        try {
            redis.exists(LIFE + ThreadLocalRandom.current().nextInt(Short.MAX_VALUE));
            return true;
        } catch (JedisException e) {
            for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof JedisAccessControlException) {
                    throw new CredentialsRefusedException(String.valueOf(cause.getMessage()), e);
                }
            }
            throw e;
        }
    }

    private static UnifiedJedis cluster(
            Set<HostAndPort> nodes, DefaultJedisClientConfig client, ConnectionPoolConfig pool, Duration timeout) {
        // Otherwise nobody could start before Redis. What is not known of the nodes is asked with the next call.
        System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "true");
        return RedisClusterClient.builder()
                .nodes(nodes)
                .clientConfig(client)
                .poolConfig(pool)
                .maxTotalRetriesDuration(timeout)
                .topologyRefreshPeriod(TOPOLOGY_READ_EVERY)
                .build();
    }

    private static Set<HostAndPort> nodes(String list) {
        String[] nodes = list.split(",", -1);
        if (!Arrays.stream(nodes).allMatch(node -> NODE.matcher(node).matches())) {
            throw unknown();
        }
        return Arrays.stream(nodes).map(HostAndPort::from).collect(Collectors.toSet());
    }

    private static DefaultJedisClientConfig client(Matcher cluster, Duration timeout) {
        DefaultJedisClientConfig.Builder client =
                client(timeout).ssl(cluster.group(1).equals("rediss"));
        String credentials = cluster.group(2);
        if (credentials != null) {
            int end = credentials.indexOf(':');
            if (end < 0) {
                throw unknown();
            }
            client.user(end == 0 ? null : credentials.substring(0, end)).password(credentials.substring(end + 1));
        }
        return client.build();
    }

    private static DefaultJedisClientConfig.Builder client(Duration timeout) {
        int timeoutMs = Math.toIntExact(timeout.toMillis());
        return DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeoutMs)
                .socketTimeoutMillis(timeoutMs)
                .blockingSocketTimeoutMillis(Math.toIntExact(BLOCK.toMillis()) + timeoutMs);
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("Not a Redis URI of the form redis://[user:password@]host:port"
                + " or redis-cluster://[user:password@]host:port,host:port");
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
}
