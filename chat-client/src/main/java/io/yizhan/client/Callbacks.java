package io.yizhan.client;

import chat.v2.Receipt;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.sync.DeliverySink;
import io.yizhan.client.sync.InboxEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings everything to the application's listener, in order, on one thread that is no event loop. Thread-safe. */
final class Callbacks implements DeliverySink {
    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    private final ChatListener listener;
    private final LocalStore store;
    private final Presenter presenter;
    private final Executor loop;
    private final ExecutorService thread;

    Callbacks(ChatListener listener, LocalStore store, Executor loop, String name) {
        this.listener = listener;
        this.store = store;
        this.presenter = new Presenter(listener, store);
        this.loop = loop;
        this.thread = Executors.newSingleThreadExecutor(new DefaultThreadFactory("chat-callbacks-" + name, true));
    }

    @Override
    public void deliver(String conversationId, List<InboxEvent> events, long position, Runnable consumed) {
        var unused = run(() -> {
            if (presenter.show(conversationId, events, position)) {
                toLoop(consumed);
            }
        });
    }

    @Override
    public void listed() {
        var unused = run(presenter::listed);
    }

    /** Strikes a send out whose end the application knows, by what was told before this call. */
    void settled(long clientMsgId) {
        var unused = run(() -> presenter.guarded(() -> store.settled(clientMsgId)));
    }

    @Override
    public void receipt(Receipt receipt) {
        tell(to -> to.onReceipt(receipt));
    }

    @Override
    public void failed(Throwable cause) {
        tell(to -> to.onError(cause));
    }

    void tell(Consumer<ChatListener> call) {
        var unused = run(() -> presenter.guarded(() -> call.accept(listener)));
    }

    /** The same outcome as {@code inner}, completed on the callbacks' thread. */
    <T> CompletableFuture<T> handOver(CompletableFuture<T> inner) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        var unused = inner.whenComplete((value, error) -> {
            Runnable completion = () -> {
                if (error == null) {
                    outer.complete(value);
                } else {
                    outer.completeExceptionally(Causes.of(error));
                }
            };
            if (!run(completion)) {
                completion.run(); // the client is closed; whoever waits must hear of it all the same
            }
        });
        return outer;
    }

    /** Runs {@code task} on the event loop when everything told so far has been taken. */
    void whenTaken(Runnable task) {
        if (!run(() -> toLoop(task))) {
            toLoop(task);
        }
    }

    /** Lets the callback that is under way finish, and shows nothing more. */
    void close() {
        presenter.stop();
        thread.shutdown();
    }

    private void toLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loop is gone, what was taken is acknowledged at the next login");
        }
    }

    private boolean run(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("The client is closed, its listener hears no more");
            return false;
        }
    }
}
