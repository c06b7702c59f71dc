package io.yizhan.quickstart;

/**
 * Where the parts listen, all on loopback; 0 means any free one.
 *
 * @param gate HTTP
 * @param firstWorker the first worker's, for clients; the others take the following ones
 * @param rocketmq the name server's
 * @param broker RocketMQ's broker, which also takes the one two below it
 */
public record Ports(int gate, int firstWorker, int zookeeper, int redis, int rocketmq, int broker, int mariadb) {
    /** Free ones throughout, for tests. */
    public static final Ports ANY = new Ports(0, 0, 0, 0, 0, 0, 0);
}
