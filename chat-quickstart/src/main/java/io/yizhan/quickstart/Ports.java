package io.yizhan.quickstart;

import java.util.OptionalInt;

/**
 * Where the parts listen, all on loopback; 0 means any free one.
 *
 * @param gate HTTP
 * @param status the gate's status service; empty: there is none
 * @param firstWorker the first worker's, for clients; the others take the following ones
 * @param rocketmq the name server's
 * @param broker RocketMQ's broker, which also takes the one two below it
 */
public record Ports(
        int gate,
        OptionalInt status,
        int firstWorker,
        int zookeeper,
        int redis,
        int rocketmq,
        int broker,
        int mariadb) {
    /** Free ones throughout, for tests. */
    public static final Ports ANY = new Ports(0, OptionalInt.empty(), 0, 0, 0, 0, 0, 0);
}
