package io.yizhan.bench;

import io.yizhan.bench.command.BenchCommand;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program behind {@code bin/chatctl bench}. */
public final class BenchMain {
    private static final long STOP_SECONDS = 15;

    private BenchMain() {}

    public static void main(String[] args) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread running = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, ended), "bench-stop"));
        int code = BenchCommand.commandLine().execute(args);
        ended.countDown();
        // Embedded parts and clients of RocketMQ leave threads behind, so the end is said aloud.
        System.exit(code);
    }

    /** A signal came: what the command has started is to be stopped by it. */
    private static void stop(Thread running, CountDownLatch ended) {
        try {
            if (ended.getCount() > 0) {
                running.interrupt();
                boolean inTime = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
                Runtime.getRuntime().halt(inTime ? 1 : 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
