package io.yizhan.gate.start;

import io.yizhan.discovery.GateRoll;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.gate.balance.ImLoadBalance;
import io.yizhan.gate.config.ZooKeeperConfig;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The lists of workers and gates and the settings are read, and followed. No worker is no reason to wait. */
@Component
final class ZooKeeperReady implements Prerequisite {
    private final ZooKeeperConfig config;
    private final ZooKeeperClient zookeeper;
    private final NodeWatch watch;
    private final GateRoll gates;
    private final FollowedSettings settings;
    private final ImLoadBalance balance;

    ZooKeeperReady(
            ZooKeeperConfig config,
            ZooKeeperClient zookeeper,
            NodeWatch watch,
            GateRoll gates,
            FollowedSettings settings,
            ImLoadBalance balance) {
        this.config = config;
        this.zookeeper = zookeeper;
        this.watch = watch;
        this.gates = gates;
        this.settings = settings;
        this.balance = balance;
    }

    @Override
    public String name() {
        return "ZooKeeper at " + config.connect();
    }

    @Override
    public void reach(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        zookeeper.start(limit);
        watch.start(left(deadline));
        gates.start(left(deadline));
        settings.start(left(deadline));
        watch.listen(balance);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }
}
