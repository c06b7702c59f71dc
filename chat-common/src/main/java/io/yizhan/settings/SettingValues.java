package io.yizhan.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
    private final List<Follower<?>> followers = new CopyOnWriteArrayList<>();

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
            log.warn("The cluster has a setting that this program does not know: {}", name);
            return;
        }
        WrittenSetting written = WrittenSetting.of(text, 0);
        try {
            Object value = written.as(setting);
            if (!value.equals(values.put(name, value))) {
                log.info("The cluster's {} is now, set by '{}': {}", name, written.by(), value);
                tell(name);
            }
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Not a value for the cluster's {} ({}), going on with {}: {}",
                    name,
                    e.getMessage(),
                    Optional.ofNullable(values.get(name)).map(Object::toString).orElse("this program's own"),
                    text);
        }
    }

    /** Nothing is set any more. */
    public void unset(String name) {
        texts.remove(name);
        if (values.remove(name) != null) {
            log.info("The cluster sets no {} any more, this program's own counts", name);
            tell(name);
        }
    }

    @Override
    public <T> Optional<T> value(ClusterSetting<T> setting) {
        return Optional.ofNullable(values.get(setting.name())).map(setting.type()::cast);
    }

    @Override
    public <T> void follow(ClusterSetting<T> setting, Consumer<Optional<T>> listener) {
        Follower<T> follower = new Follower<>(setting, listener);
        followers.add(follower); // first: what is set meanwhile is told twice rather than never
        follower.tell(value(setting));
    }

    private void tell(String name) {
        followers.stream()
                .filter(follower -> follower.setting().name().equals(name))
                .forEach(this::tell);
    }

    private <T> void tell(Follower<T> follower) {
        try {
            follower.tell(value(follower.setting()));
        } catch (RuntimeException e) {
            log.error("Could not follow the cluster's {}", follower.setting().name(), e);
        }
    }

    private record Follower<T>(ClusterSetting<T> setting, Consumer<Optional<T>> listener) {
        void tell(Optional<T> value) {
            listener.accept(value);
        }
    }
}
