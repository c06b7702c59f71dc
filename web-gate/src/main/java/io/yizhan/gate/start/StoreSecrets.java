package io.yizhan.gate.start;

import io.yizhan.config.KnownSecrets;
import io.yizhan.gate.config.RedisConfig;
import io.yizhan.gate.config.ZooKeeperConfig;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with passwords that are none: one that everybody knows, wherever the store is, and an empty one of
 * the database, unless it is on this machine, as when developing.
 */
@Component
final class StoreSecrets implements InitializingBean {
    /** Its host; of several hosts the first with what follows it, which is none of this machine's names. */
    private static final Pattern AUTHORITY = Pattern.compile("^[^/]*://(\\[[^]]*]|[^/:?]*)(?=[:/?]|$)");

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    private final DataSourceProperties database;
    private final RedisConfig redis;
    private final ZooKeeperConfig zookeeper;

    StoreSecrets(DataSourceProperties database, RedisConfig redis, ZooKeeperConfig zookeeper) {
        this.database = database;
        this.redis = redis;
        this.zookeeper = zookeeper;
    }

    /** @throws BadSettingException naming the key, never the secret */
    @Override
    public void afterPropertiesSet() {
        String password = database.determinePassword();
        if (password == null || password.isEmpty()) {
            if (!isOnThisMachine(database.determineUrl())) {
                throw new BadSettingException("spring.datasource.password is empty, and the database elsewhere");
            }
        } else {
            refuseKnown("spring.datasource.password", password);
        }
        String user = redis.userInfo();
        refuseKnown("yizhan.redis.uri", user.substring(user.indexOf(':') + 1));
        refuseKnown("yizhan.zookeeper.password", zookeeper.password());
    }

    private static void refuseKnown(String key, String secret) {
        if (KnownSecrets.contains(secret)) {
            throw new BadSettingException(key + " holds a password that everybody knows");
        }
    }

    /** @param url {@code jdbc:vendor://host:port/…}; of another form it counts as elsewhere */
    private static boolean isOnThisMachine(String url) {
        Matcher form = AUTHORITY.matcher(url);
        if (!form.find()) {
            return false;
        }
        String host = form.group(1);
        return THIS_MACHINE.contains(host);
    }
}
