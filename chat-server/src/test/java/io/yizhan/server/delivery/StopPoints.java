package io.yizhan.server.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one thread stand still once, as all of a worker's do when it gets SIGSTOP: just before or just after one of the
 * calls that it makes to anything outside it, its clock included. While it stands the rest of the world goes on.
 */
final class StopPoints {
    private final String thread;
    private final int stopAt;
    private final Runnable meanwhile;
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final AtomicBoolean standing = new AtomicBoolean();

    /**
     * @param thread the name of the one that is to stand still; others pass
     * @param stopAt at which of the points, from 1
     */
    StopPoints(String thread, int stopAt, Runnable meanwhile) {
        this.thread = thread;
        this.stopAt = stopAt;
        this.meanwhile = meanwhile;
    }

    <T> T watched(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    String name = port.getSimpleName() + "." + method.getName();
                    pass("before " + name);
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        pass("after " + name);
                    }
                }));
    }

    private void pass(String point) {
        if (standing.get() || !Thread.currentThread().getName().equals(thread)) {
            return;
        }
        passed.add(point);
        if (passed.size() == stopAt) {
            standing.set(true);
            meanwhile.run();
            standing.set(false);
        }
    }

    /** Whether it stands still now. */
    boolean isStanding() {
        return standing.get();
    }

    /** Whether the point was reached at all. */
    boolean wasReached() {
        return passed.size() >= stopAt;
    }

    /** Where it stood still. */
    String where() {
        return wasReached() ? passed.get(stopAt - 1) : "nowhere";
    }
}
