package io.yizhan.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A running cluster: the middleware, and workers and a gate as processes of their own. Calls block until the thing
 * asked for is true; an interrupt ends them. Safe from any thread.
 */
public final class Cluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final ClusterFiles files;
    private final ClusterOptions options;
    private final Progress progress;
    private final Middleware middleware;
    private final ClusterWatch watch;
    private final Programs programs;
    private final ChildJvm gate;
    private final URI gateUri;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final List<ChildJvm> moreGates = new CopyOnWriteArrayList<>();
    private final AtomicInteger names = new AtomicInteger();

    private Cluster(ClusterFiles files, ClusterOptions options, Progress progress, Middleware middleware) {
        this.files = files;
        this.options = options;
        this.progress = progress;
        this.middleware = middleware;
        this.programs = new Programs(
                files,
                middleware,
                options.ports().status(),
                options.workerSettings().isEmpty());
        int gatePort = Programs.choose(options.ports().gate());
        this.gateUri = URI.create("http://127.0.0.1:" + gatePort);
        OptionalInt status = options.ports().status();
        this.gate = programs.gate(
                "web-gate",
                gatePort,
                status.isEmpty() ? List.of() : List.of("--yizhan.status.port=" + status.getAsInt()),
                options.gateJvm());
        this.watch = new ClusterWatch(middleware.ensemble());
    }

    /**
     * Starts everything.
     *
     * @throws RuntimeException if a part did not start, saying which in one line; nothing is left running
     */
    public static Cluster start(ClusterOptions options, Progress progress) throws InterruptedException {
        List<AutoCloseable> started = new ArrayList<>();
        try {
            ClusterFiles files = ClusterFiles.open(options.data(), options.fresh());
            started.add(files);
            Middleware middleware = Middleware.start(files, options, progress);
            started.add(0, middleware);
            Cluster cluster = new Cluster(files, options, progress, middleware);
            started.clear();
            started.add(cluster);
            cluster.startPrograms();
            started.clear();
            return cluster;
        } finally {
            for (AutoCloseable part : started) {
                Closing.all(List.of(part));
            }
        }
    }

    private void startPrograms() throws InterruptedException {
        long begun = System.nanoTime();
        watch.start();
        for (int i = 0; i < options.workers(); i++) {
            int first = options.ports().firstWorker();
            launch(first == 0 ? 0 : first + i, options.workerSettings());
        }
        for (Worker worker : workers) {
            awaitJoined(worker);
            progress.ready(
                    worker.process().name(), "127.0.0.1:" + worker.port(), Duration.ofNanos(System.nanoTime() - begun));
        }
        Accounts accounts = new Accounts(gateUri, middleware.mariadb());
        Waiting.until("The gate", gate, START_LIMIT, accounts::gateAnswers);
        progress.ready("web-gate", gateUri.toString(), Duration.ofNanos(System.nanoTime() - begun));
        for (String user : options.users()) {
            accounts.register(user);
        }
        if (options.admin().isPresent()) {
            accounts.registerAdmin(options.admin().get());
        }
    }

    /**
     * Starts one more worker and waits until it is a member.
     *
     * @param settings for it, as {@code --key=value}; those of the other workers do not hold for it
     */
    public Worker startWorker(String... settings) throws InterruptedException {
        Worker worker = launch(0, List.of(settings));
        awaitJoined(worker);
        return worker;
    }

    /**
     * Starts one more gate and waits until it answers, or with TLS until it listens.
     *
     * @param settings more settings for it, as {@code --key=value}
     * @return its address
     */
    public URI startGate(String... settings) throws InterruptedException {
        int port = Programs.choose(0);
        ChildJvm process = programs.gate("web-gate-" + port, port, List.of(settings), options.gateJvm());
        moreGates.add(process);
        boolean tls = Stream.of(settings).anyMatch(setting -> setting.startsWith("--yizhan.tls.certificates="));
        URI address = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port);
        Accounts accounts = new Accounts(address, middleware.mariadb());
        Waiting.until("A gate", process, START_LIMIT, () -> listens(port) && (tls || accounts.gateAnswers()));
        return address;
    }

    private static boolean listens(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false; // not yet; the caller asks again
        }
    }

    private Worker launch(int port, List<String> settings) {
        Worker worker = programs.worker(
                "worker-" + names.incrementAndGet(), Programs.choose(port), settings, options.workerJvm());
        workers.add(worker);
        return worker;
    }

    private void awaitJoined(Worker worker) throws InterruptedException {
        Waiting.until("A worker", worker.process(), START_LIMIT, () -> watch.isMember(worker.port()));
    }

    /** All that were started, also those that have ended since. */
    public List<Worker> workers() {
        return List.copyOf(workers);
    }

    public URI gate() {
        return gateUri;
    }

    /** The first gate, to watch it. */
    public ChildJvm gateProcess() {
        return gate;
    }

    public Middleware middleware() {
        return middleware;
    }

    /** The members as ZooKeeper has them. */
    public ClusterWatch members() {
        return watch;
    }

    /** Where the parts log. */
    public Path logs() {
        return files.logs();
    }

    /** Where the gate's status service listens, and what callers are to show; empty if there is none. */
    Optional<String> status() {
        OptionalInt port = options.ports().status();
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of("127.0.0.1:" + port.getAsInt() + ", gRPC, secret in " + files.statusSecretFile());
    }

    /** Settings for one more worker that is started by hand. */
    public Path workerSettings() {
        return programs.workerSettings();
    }

    /** Stops everything: programs first, then what they stand on. Leaves no process. */
    @Override
    public void close() {
        List<AutoCloseable> first = new ArrayList<>();
        workers.forEach(first::add);
        first.addAll(moreGates);
        first.add(gate);
        Closing.all(first);
        Closing.all(List.of(watch));
        Closing.all(List.of(middleware));
        Closing.all(List.of(files));
    }
}
