package io.yizhan.server;

import org.jspecify.annotations.Nullable;

/** Something that is opened when it is first asked for, and once. One thread. */
final class OnDemand<T> {
    private final Opening<T> opening;
    private @Nullable T opened;

    OnDemand(Opening<T> opening) {
        this.opening = opening;
    }

    T get() throws InterruptedException {
        T present = opened;
        if (present == null) {
            present = opening.open();
            opened = present;
        }
        return present;
    }

    /** Opens it; may block. */
    interface Opening<T> {
        T open() throws InterruptedException;
    }
}
