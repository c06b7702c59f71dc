package io.yizhan.gate.start;

import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.gate.balance.ImLoadBalance;
import io.yizhan.gate.config.ZooKeeperConfig;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The list of workers is read, and the load balance hears of its changes. No worker is no reason to wait. */
@Component
final class ZooKeeperReady implements Prerequisite {
    private final ZooKeeperConfig config;
    private final ZooKeeperClient zookeeper;
    private final NodeWatch watch;
    private final ImLoadBalance balance;

    ZooKeeperReady(ZooKeeperConfig config, ZooKeeperClient zookeeper, NodeWatch watch, ImLoadBalance balance) {
        this.config = config;
        this.zookeeper = zookeeper;
        this.watch = watch;
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
        watch.start(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        watch.listen(balance);
    }
}
