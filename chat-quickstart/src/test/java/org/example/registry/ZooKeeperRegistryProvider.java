package org.example.registry;

import io.yizhan.server.extension.PortOpener;
import io.yizhan.server.extension.PortProvider;
import io.yizhan.server.extension.PortSettings;
import io.yizhan.server.state.SessionRegistry;
import java.time.Duration;
import java.util.Map;

/**
 * The door: with {@code ports.session-registry=zookeeper} the sessions of all workers are below
 * {@code ports.session-registry.zookeeper.path}. What is public here is all that a worker needs to see of the example.
 */
public final class ZooKeeperRegistryProvider implements PortProvider<SessionRegistry> {
    @Override
    public Class<SessionRegistry> port() {
        return SessionRegistry.class;
    }

    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("path", "/example/sessions", "answer-within", "5s");
    }

    @Override
    public PortOpener<SessionRegistry> configure(PortSettings settings) {
        String path = settings.text("path");
        if (!path.matches("(/[A-Za-z0-9_-]+)+")) {
            settings.refuse("path", "Not a path in ZooKeeper");
        }
        Duration limit = settings.duration("answer-within", Duration.ofMillis(100), Duration.ofMinutes(1));
        return context -> {
            Znodes znodes = context.closing(new Znodes(context.zookeeper().curator(), path, limit));
            ServerClock clock = new ServerClock(context.clock());
            clock.adjust(znodes.prepare());
            return new ZooKeeperSessionRegistry(znodes, clock, context.liveness(), context.lease());
        };
    }
}
