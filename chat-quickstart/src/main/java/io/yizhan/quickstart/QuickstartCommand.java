package io.yizhan.quickstart;

import io.yizhan.embedded.EmbeddedRocketMq;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/quickstart}: starts a whole cluster on this machine and runs it until it is told to stop. */
@Command(
        name = "bin/quickstart",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Starts a whole chat cluster on this machine: ZooKeeper, Redis, RocketMQ, MariaDB, workers and the"
                        + " gate, all on loopback. Ctrl-C stops it; what it holds is kept for the next start.")
public final class QuickstartCommand implements Callable<Integer> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "keeps everything there",
            defaultValue = "${env:QUICKSTART_DATA:-data}")
    private Path data;

    @Option(names = "--fresh", description = "start empty: forget what an earlier start has left in the data directory")
    private boolean fresh;

    @Option(names = "--workers", paramLabel = "N", description = "how many workers", defaultValue = "2")
    private int workers;

    @Option(names = "--admin", paramLabel = "NAME", description = "make this user an admin (password: NAME-pass)")
    private @Nullable String admin;

    @Option(names = "--gate-port", paramLabel = "P", description = "of the gate", defaultValue = "8080")
    private int gatePort;

    @Option(names = "--status-port", paramLabel = "P", description = "gives the gate a status service (gRPC) there")
    private @Nullable Integer statusPort;

    @Option(names = "--worker-port", paramLabel = "P", description = "of the first worker", defaultValue = "7000")
    private int workerPort;

    @Option(names = "--zookeeper-port", paramLabel = "P", defaultValue = "12181")
    private int zookeeperPort;

    @Option(names = "--redis-port", paramLabel = "P", defaultValue = "16379")
    private int redisPort;

    @Option(names = "--rocketmq-port", paramLabel = "P", description = "of the name server", defaultValue = "19876")
    private int rocketmqPort;

    @Option(names = "--broker-port", paramLabel = "P", description = "of RocketMQ's broker", defaultValue = "19911")
    private int brokerPort;

    @Option(names = "--mariadb-port", paramLabel = "P", defaultValue = "13306")
    private int mariadbPort;

    public static void main(String[] args) {
        // Embedded parts leave threads behind that are not daemons, so the end is said aloud.
        System.exit(new CommandLine(new QuickstartCommand()).execute(args));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (workers < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "At least one worker is needed: " + workers);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        stopOnSignal(Thread.currentThread(), stopped, out);
        try (Cluster cluster = Cluster.start(options(), new Progress(line -> print(out, line)))) {
            print(out, Welcome.text(cluster, data));
            Thread.currentThread().join(); // until the signal interrupts
            return 0;
        } catch (InterruptedException e) {
            return 0; // asked to stop; what was started has been closed
        } catch (RuntimeException e) {
            spec.commandLine().getErr().println("Not started. " + e.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        } finally {
            stopped.countDown();
        }
    }

    private ClusterOptions options() {
        return new ClusterOptions(
                data.toAbsolutePath().normalize(),
                fresh,
                workers,
                Optional.ofNullable(admin),
                ClusterOptions.EVERYBODY,
                List.of(),
                List.of(),
                List.of(),
                new Ports(
                        gatePort,
                        statusPort == null ? OptionalInt.empty() : OptionalInt.of(statusPort),
                        workerPort,
                        zookeeperPort,
                        redisPort,
                        rocketmqPort,
                        brokerPort,
                        mariadbPort),
                false,
                EmbeddedRocketMq.Flush.SYNC,
                Optional.empty());
    }

    private static void stopOnSignal(Thread running, CountDownLatch stopped, PrintWriter out) {
        Thread hook = new Thread(
                () -> {
                    if (stopped.getCount() > 0) {
                        print(out, "Stopping …");
                        running.interrupt();
                        await(stopped);
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void await(CountDownLatch stopped) {
        try {
            boolean inTime = stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : 1); // stopped as asked is no failure, whatever the signal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized void print(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }
}
