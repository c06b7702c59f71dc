package org.example.registry;

import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.TransactionOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;

/**
 * ZooKeeper below one path, as stages. Nothing waits: requests go out at once and in order, and stages complete on one
 * thread of this, since Curator's own has all the watches to serve. Paths are below that one. Safe from any thread.
 */
final class Znodes implements AutoCloseable {
    static final String USERS = "/users";
    static final String HELD = "/held";
    private static final byte[] NOTHING = {};

    private final CuratorFramework curator;
    private final String root;
    private final Duration limit;
    /** An answer that comes after the end is dropped: its stage fails in time. */
    private final ExecutorService answers = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "zookeeper-registry"),
            new ThreadPoolExecutor.DiscardPolicy());

    /**
     * For a client that is connected; it is not closed here.
     *
     * @param limit of each request; beyond, its stage fails
     */
    Znodes(CuratorFramework curator, String root, Duration limit) {
        this.curator = curator;
        this.root = root;
        this.limit = limit;
    }

    /** A znode as it was read. */
    record Znode(byte[] data, Stat stat) {}

    /** Makes what everything stands below, and writes something. Blocks. */
    long prepare() {
        return create(USERS)
                .thenCompose(done -> create(HELD))
                .thenCompose(done -> write(HELD))
                .toCompletableFuture()
                .join();
    }

    /** Lets the reads that follow see what anybody had written by now, on whatever server. */
    CompletionStage<Void> sync() {
        return call(Set.of(), done -> curator.sync().inBackground(done).forPath(root))
                .thenApply(done -> null);
    }

    CompletionStage<Optional<Znode>> read(String path) {
        return call(
                        Set.of(Code.NONODE),
                        done -> curator.getData().inBackground(done).forPath(root + path))
                .thenApply(event -> code(event) == Code.NONODE
                        ? Optional.empty()
                        : Optional.of(new Znode(event.getData(), event.getStat())));
    }

    /** When it was written last, by the leader's clock. */
    CompletionStage<Optional<Long>> writtenAt(String path) {
        return call(
                        Set.of(Code.NONODE),
                        done -> curator.checkExists().inBackground(done).forPath(root + path))
                .thenApply(event -> Optional.ofNullable(event.getStat()).map(Stat::getMtime));
    }

    /** The names; none if there is no such znode. */
    CompletionStage<List<String>> children(String path) {
        return call(
                        Set.of(Code.NONODE),
                        done -> curator.getChildren().inBackground(done).forPath(root + path))
                .thenApply(event -> code(event) == Code.NONODE ? List.of() : event.getChildren());
    }

    /** All of it in one step, or nothing. */
    CompletionStage<Code> commit(List<CuratorOp> operations) {
        return call(
                        Set.of(Code.BADVERSION, Code.NODEEXISTS, Code.NONODE),
                        done -> curator.transaction().inBackground(done).forOperations(operations))
                .thenApply(Znodes::code);
    }

    CuratorOp requires(String path) throws Exception {
        return operation().check().forPath(root + path);
    }

    CuratorOp creates(String path, byte[] data) throws Exception {
        return operation().create().forPath(root + path, data);
    }

    CuratorOp writes(String path, byte[] data, int version) throws Exception {
        return operation().setData().withVersion(version).forPath(root + path, data);
    }

    private TransactionOp operation() {
        return curator.transactionOp();
    }

    /** Makes the znode and those above it, where they are missing. */
    CompletionStage<Void> create(String path) {
        return call(
                        Set.of(Code.NODEEXISTS),
                        done -> curator.create()
                                .creatingParentsIfNeeded()
                                .inBackground(done)
                                .forPath(root + path, NOTHING))
                .thenApply(done -> null);
    }

    /** Writes nothing into it and says when; makes it first where it is missing. */
    CompletionStage<Long> write(String path) {
        return call(
                        Set.of(Code.NONODE),
                        done -> curator.setData().inBackground(done).forPath(root + path, NOTHING))
                .thenCompose(event -> code(event) == Code.NONODE
                        ? create(path).thenCompose(made -> write(path))
                        : CompletableFuture.completedStage(event.getStat().getMtime()));
    }

    /** Deletes it unless something is below it. */
    CompletionStage<Void> delete(String path) {
        return call(
                        Set.of(Code.NONODE, Code.NOTEMPTY),
                        done -> curator.delete().inBackground(done).forPath(root + path))
                .thenApply(done -> null);
    }

    private static Code code(CuratorEvent event) {
        return Code.get(event.getResultCode());
    }

    /** @param answers other than OK that are one; all else fails */
    private CompletionStage<CuratorEvent> call(Set<Code> expected, Request request) {
        CompletableFuture<CuratorEvent> answer = new CompletableFuture<>();
        try {
            request.send((client, event) -> answer.completeAsync(() -> event, answers));
        } catch (Exception e) { // the vendor's signature
            answer.completeExceptionally(e);
        }
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).handle((event, failure) -> {
            if (failure != null) {
                throw new StateUnavailableException("No answer from ZooKeeper to the registry", failure);
            }
            Code code = code(event);
            if (code != Code.OK && !expected.contains(code)) {
                throw new StateUnavailableException(
                        "The registry in ZooKeeper cannot be used",
                        KeeperException.create(code, String.valueOf(event.getPath())));
            }
            return event;
        });
    }

    @Override
    public void close() {
        answers.shutdown();
    }

    /** Sends a request and returns at once. */
    private interface Request {
        void send(BackgroundCallback done) throws Exception;
    }
}
