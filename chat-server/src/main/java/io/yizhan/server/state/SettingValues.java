package io.yizhan.server.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of the settings that this program knows, as they come in as text. One that cannot be read is told of once,
 * and the last one stands. Changed by one thread, read by any.
 */
public final class SettingValues implements ClusterSettings {
    private static final Logger log = LoggerFactory.getLogger(SettingValues.class);

    private final Map<String, ClusterSetting<?>> known;
    private final ConcurrentMap<String, String> texts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Object> values = new ConcurrentHashMap<>();

    public SettingValues(List<ClusterSetting<?>> known) {
        this.known = known.stream().collect(Collectors.toMap(ClusterSetting::name, Function.identity()));
    }

    /** Takes what was written; nothing if it is what was written before. */
    public void set(String name, String text) {
        ClusterSetting<?> setting = known.get(name);
        if (text.equals(texts.put(name, text))) {
            return;
        }
        if (setting == null) {
            log.warn("The cluster has a setting that this worker does not know: {}", name);
            return;
        }
        try {
            Object value = setting.format().apply(text);
            values.put(name, value);
            log.info("The cluster's {} is now: {}", name, value);
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Not a value for the cluster's {} ({}), going on with {}: {}",
                    name,
                    e.getMessage(),
                    Optional.ofNullable(values.get(name)).map(Object::toString).orElse("this worker's own"),
                    text);
        }
    }

    /** Nothing is set any more. */
    public void unset(String name) {
        texts.remove(name);
        if (values.remove(name) != null) {
            log.info("The cluster sets no {} any more, this worker's own counts", name);
        }
    }

    @Override
    public <T> Optional<T> value(ClusterSetting<T> setting) {
        return Optional.ofNullable(values.get(setting.name())).map(setting.type()::cast);
    }
}
