package io.yizhan.server;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.extension.ChosenPorts;
import io.yizhan.server.extension.PortContext;
import io.yizhan.server.extension.PortOpener;
import io.yizhan.server.state.HolderLiveness;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program's ports: ours, unless the settings put something else in their place; each is opened when it is first asked
 * for. One thread.
 */
final class OpenPorts implements PortContext {
    private static final Logger log = LoggerFactory.getLogger(OpenPorts.class);

    private final Map<Class<?>, PortOpener<?>> openers;
    private final Surroundings around;
    private final Parts parts;
    private final Map<Class<?>, Object> opened = new HashMap<>();
    private final Set<Class<?>> opening = new LinkedHashSet<>();

    /** @param parts gets what is to be closed, also after a failure */
    OpenPorts(Map<Class<?>, PortOpener<?>> own, ChosenPorts chosen, Surroundings around, Parts parts) {
        this.openers = new HashMap<>(own);
        this.openers.putAll(chosen.openers());
        this.around = around;
        this.parts = parts;
        if (!chosen.openers().isEmpty()) {
            log.info("Other implementations than ours stand behind the ports {}", chosen);
        }
    }

    @Override
    public <T> T port(Class<T> type) throws InterruptedException {
        if (!opened.containsKey(type)) {
            opened.put(type, open(type));
        }
        return Objects.requireNonNull(type.cast(opened.get(type)));
    }

    private Object open(Class<?> type) throws InterruptedException {
        PortOpener<?> opener = openers.get(type);
        if (opener == null) {
            throw new IllegalArgumentException("There is no such port: " + type.getName());
        }
        if (!opening.add(type)) {
            throw new IllegalStateException("Ports that need each other to be opened: " + opening);
        }
        try {
            Object port = opener.open(this);
            if (!type.isInstance(port)) {
                throw new IllegalStateException("An opener of " + type.getName() + " gave something else: " + port);
            }
            return port;
        } finally {
            opening.remove(type);
        }
    }

    @Override
    public ZooKeeperClient zookeeper() throws InterruptedException {
        return around.zookeeper().get();
    }

    @Override
    public HolderLiveness liveness() {
        return around.liveness();
    }

    @Override
    public Incarnation self() {
        return around.self().get();
    }

    @Override
    public Duration lease() {
        return WorkerParts.LEASE;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Duration startTimeout() {
        return around.startTimeout();
    }

    @Override
    public <C extends AutoCloseable> C closing(C part) {
        return parts.add(part);
    }
}
