package io.yizhan.access;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.commons.pool2.PooledObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks a connection that lay idle for a sign of life before it is used: a Redis that was restarted has closed those of
 * the time before, and the first call on each would fail. Those in steady use are not asked, so under load it costs
 * nothing. Safe from any thread.
 */
final class LivingConnections extends ConnectionFactory {
    /** Far below what a restart takes. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(LivingConnections.class);

    LivingConnections(HostAndPort server, JedisClientConfig config) {
        super(server, config);
    }

    @Override
    public boolean validateObject(PooledObject<Connection> pooled) {
        Connection connection = pooled.getObject();
        if (pooled.getIdleDuration().compareTo(FRESH) < 0) {
            return connection.isConnected();
        }
        try {
            return connection.ping();
        } catch (JedisException e) {
            log.debug("A connection to Redis does not answer", e);
            // Silence is not a restart: on this one, which is broken now, the call fails at once; each of the others
            // would have to be waited for.
            return e.getCause() instanceof SocketTimeoutException;
        }
    }
}
