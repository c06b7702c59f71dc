package io.yizhan.server;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.state.HolderLiveness;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the implementations of the ports are told of the program that they are part of.
 *
 * @param zookeeper connected when it is given
 * @param self the present life of this worker
 * @param startTimeout how long to wait for what is not up yet
 */
record Surroundings(
        OnDemand<ZooKeeperClient> zookeeper,
        HolderLiveness liveness,
        Supplier<Incarnation> self,
        Duration startTimeout) {}
