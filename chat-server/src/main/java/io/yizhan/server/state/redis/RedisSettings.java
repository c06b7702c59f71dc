package io.yizhan.server.state.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Redis's own settings, and what they mean for what it is to remember.
 *
 * @param replicas how many follow it at present
 * @param values as it names them
 */
record RedisSettings(int replicas, Map<String, String> values) {
    static final List<String> KEYS =
            List.of("appendonly", "maxmemory-policy", "min-replicas-to-write", "min-replicas-max-lag");

    private static final int CUT_OFF_SECONDS = 2;

    /** A sentence for each weak setting, with what to set. */
    List<String> weaknesses() {
        List<String> weak = new ArrayList<>();
        if (!is("appendonly", "yes")) {
            weak.add(say(
                    "appendonly",
                    "each restart takes along who is where, login tokens, and lists of conversations",
                    "yes"));
        }
        if (!is("maxmemory-policy", "noeviction")) {
            weak.add(say(
                    "maxmemory-policy", "an evicted counter goes back unnoticed, so numbers come twice", "noeviction"));
        }
        if (replicas > 0 && number("min-replicas-to-write") == 0) {
            weak.add(say(
                    "min-replicas-to-write",
                    "a master that was cut off goes on giving out numbers, below later ones of the new master",
                    "1"));
        } else if (replicas > 0 && number("min-replicas-max-lag") > CUT_OFF_SECONDS) {
            weak.add(say(
                    "min-replicas-max-lag",
                    "for so many seconds a master that was cut off goes on giving out numbers",
                    Integer.toString(CUT_OFF_SECONDS)));
        }
        return List.copyOf(weak);
    }

    private boolean is(String key, String value) {
        return values.getOrDefault(key, "").equals(value);
    }

    private int number(String key) {
        String value = values.getOrDefault(key, "");
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    }

    private String say(String key, String what, String better) {
        return "Redis has " + key + "=" + values.getOrDefault(key, "") + ": " + what + "; set " + better;
    }
}
