package io.yizhan.embedded;

import java.nio.file.Path;

/** A program that starts everything, tells the process ids on one line and then waits to be killed. */
final class Starter {

    private Starter() {}

    public static void main(String[] args) throws InterruptedException {
        Path dir = Path.of(args[0]);
        int redisPort = Integer.parseInt(args[1]);
        EmbeddedRedis redis = EmbeddedRedis.start(dir.resolve("redis"), redisPort);
        EmbeddedMariaDb db = EmbeddedMariaDb.start(dir.resolve("mariadb"), 0);
        EmbeddedRocketMq mq = EmbeddedRocketMq.start(dir.resolve("rocketmq"), 0, 0);
        System.out.println("started " + redis.pid() + " " + db.pid() + " " + mq.pid());
        Thread.currentThread().join();
    }
}
