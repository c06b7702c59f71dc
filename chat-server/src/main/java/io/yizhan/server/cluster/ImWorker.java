package io.yizhan.server.cluster;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.ImNodeFormat;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's registration in ZooKeeper, from {@link #join} to {@link #close}. A lost session, or a znode that
 * someone deleted, leads to a new znode and so to a new life. All calls to ZooKeeper run on one thread of its own.
 */
public final class ImWorker implements Membership {
    private static final Logger log = LoggerFactory.getLogger(ImWorker.class);
    private static final long RETRY_MS = 500;
    /** How often it looks whether its znode stands; a lost session is noticed at once, without this. */
    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

    private static final long LEAVE_SECONDS = 3;

    private final CuratorFramework zookeeper;
    private final int capacity;
    private final NodeRegistrar registrar;
    private final ImNodeFormat format = new ImNodeFormat();
    private final ConnectionStateListener reconnects = (client, state) -> reconnected(state);
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, ImWorker::newThread, new ThreadPoolExecutor.DiscardPolicy());
    private final LoadWriter loadWriter = new LoadWriter(thread, this::data, this::write);
    private final List<Consumer<Incarnation>> listeners = new CopyOnWriteArrayList<>();

    private final CompletableFuture<NodeEndpoint> endpoint = new CompletableFuture<>();
    private final CompletableFuture<Incarnation> firstLife = new CompletableFuture<>();
    private final AtomicReference<Registration> registration = new AtomicReference<>();
    private final AtomicInteger balance = new AtomicInteger();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Unregistered unregistered = new Unregistered(System::nanoTime);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean troubled = new AtomicBoolean();
    private final AtomicBoolean retryPlanned = new AtomicBoolean();

    /** A worker that has not joined; {@code zookeeper} must be started before {@link #join}. */
    public ImWorker(ZooKeeperClient zookeeper) {
        this(zookeeper, 0);
    }

    /** @param capacity how many sessions it takes; 0 not to say it */
    public ImWorker(ZooKeeperClient zookeeper, int capacity) {
        this.capacity = capacity;
        this.zookeeper = zookeeper.curator();
        this.registrar = new NodeRegistrar(this.zookeeper);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "im-worker");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Incarnation join(NodeEndpoint here, Duration timeout) throws InterruptedException {
        if (!endpoint.complete(here)) {
            throw new IllegalStateException("Joined already as: " + endpoint.join());
        }
        zookeeper.getConnectionStateListenable().addListener(reconnects, thread);
        new Recurring(log, "This worker does not look whether it is registered", this::stayRegistered)
                .withPauses(thread, Duration.ZERO, CHECK_EVERY);
        try {
            return firstLife.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            close();
            throw new IllegalStateException("Not registered within " + timeout + ": " + ClusterPaths.NODES, e);
        }
    }

    @Override
    public Incarnation self() {
        return registered()
                .orElseThrow(() -> new IllegalStateException("Has not joined: " + ClusterPaths.NODES))
                .life();
    }

    @Override
    public void report(int sessions) {
        balance.set(sessions);
        planWrite();
    }

    @Override
    public CompletionStage<Void> drain() {
        draining.set(true);
        return registered().isPresent() ? loadWriter.write() : CompletableFuture.completedStage(null);
    }

    @Override
    public void ready(boolean now) {
        ready.set(now);
        planWrite();
    }

    @Override
    public Duration unregistered() {
        return unregistered.duration();
    }

    @Override
    public void onNewLife(Consumer<Incarnation> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        zookeeper.getConnectionStateListenable().removeListener(reconnects);
        Future<?> left = thread.submit(this::leave);
        try {
            left.get(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn(
                    "The registration could not be taken back, it ends with the session: {} ({})",
                    registration,
                    e.toString());
        }
        thread.shutdownNow();
    }

    private Optional<Registration> registered() {
        return Optional.ofNullable(registration.get());
    }

    private void reconnected(ConnectionState state) {
        if (state == ConnectionState.RECONNECTED) {
            stayRegistered();
        }
    }

    /** The one place that registers; it comes back by itself as long as it fails. */
    private void stayRegistered() {
        if (closed.get()) {
            return;
        }
        try {
            Optional<Registration> before = registered();
            if (before.isEmpty() || !registrar.isOurs(before.get())) {
                begin(before);
            }
            unregistered.registered();
            if (troubled.compareAndSet(true, false)) {
                log.info("Registered in ZooKeeper, as before the trouble or anew: {}", self());
            }
            planWrite();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // the vendor's signature
            unregistered.failed(zookeeper.getZookeeperClient().isConnected());
            if (troubled.compareAndSet(false, true)) {
                log.warn("Could not make sure of the registration, trying on: {}", ClusterPaths.NODES, e);
            }
            planRetry();
        }
    }

    private void planRetry() {
        if (retryPlanned.compareAndSet(false, true)) {
            thread.schedule(
                    () -> {
                        retryPlanned.set(false);
                        stayRegistered();
                    },
                    RETRY_MS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void begin(Optional<Registration> before) throws Exception {
        byte[] data = data();
        Registration fresh = registrar.register(data);
        loadWriter.wrote(data);
        registration.set(fresh);
        log.info("Registered as node {}: {}", fresh.life().node(), endpoint.join());
        if (before.isEmpty()) {
            firstLife.complete(fresh.life());
            return;
        }
        listeners.forEach(listener -> tell(listener, fresh.life()));
        registrar.delete(before.get()); // of a session that is given up but not yet over
    }

    private static void tell(Consumer<Incarnation> listener, Incarnation life) {
        try {
            listener.accept(life);
        } catch (RuntimeException e) {
            log.error("A listener failed to take the new life: {}", life, e);
        }
    }

    private byte[] data() {
        NodeState state = ready.get() && !draining.get() ? NodeState.UP : NodeState.DRAINING;
        return format.write(endpoint.join(), balance.get(), capacity, state);
    }

    private void planWrite() {
        if (registered().isPresent()) {
            loadWriter.plan();
        }
    }

    private void write(byte[] data) throws Exception {
        Optional<Registration> mine = registered();
        if (closed.get() || mine.isEmpty()) {
            return;
        }
        try {
            registrar.write(mine.get(), data);
        } catch (KeeperException.NoNodeException gone) {
            log.warn("The registration was deleted by someone else, or with the session: {}", mine.get());
            stayRegistered();
        }
    }

    private void leave() {
        registered().ifPresent(mine -> {
            try {
                registrar.delete(mine);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) { // the vendor's signature
                throw new IllegalStateException("Could not delete: " + mine.path(), e);
            }
        });
    }
}
