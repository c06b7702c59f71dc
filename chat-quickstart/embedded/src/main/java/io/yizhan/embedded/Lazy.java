package io.yizhan.embedded;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Started by whoever asks first; a start that failed is tried again by the next. */
final class Lazy<T extends AutoCloseable> {

    private final Supplier<T> start;
    private @Nullable T started;

    Lazy(Supplier<T> start) {
        this.start = start;
    }

    synchronized T get() {
        T value = started;
        if (value == null) {
            value = start.get();
            started = value;
        }
        return value;
    }

    synchronized void close() throws Exception {
        if (started != null) {
            started.close();
        }
    }
}
