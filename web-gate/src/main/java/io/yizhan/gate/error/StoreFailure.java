package io.yizhan.gate.error;

import io.yizhan.settings.SettingsUnavailableException;
import org.springframework.dao.DataAccessException;
import redis.clients.jedis.exceptions.JedisException;

/** Tells a store that is away or busy, where trying again helps, from a mistake of ours. */
public final class StoreFailure {
    private StoreFailure() {}

    public static boolean isUnreachable(RuntimeException failure) {
        return failure instanceof JedisException
                || failure instanceof SettingsUnavailableException
                || failure instanceof DataAccessException database && DatabaseFailure.isUnreachable(database);
    }
}
