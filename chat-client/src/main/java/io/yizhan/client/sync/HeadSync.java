package io.yizhan.client.sync;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.Exchange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the heads page by page on one connection; a page that fails is asked for again. Belongs to the event loop.
 */
final class HeadSync {
    private static final long RETRY_MS = 1_000;

    private final Exchange exchange;
    private final ScheduledExecutorService loop;
    private final List<Position> have;
    private final Consumer<Head> heads;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    HeadSync(Exchange exchange, ScheduledExecutorService loop, List<Position> have, Consumer<Head> heads) {
        this.exchange = exchange;
        this.loop = loop;
        this.have = have;
        this.heads = heads;
    }

    /** Completes after the last page; fails when the connection is lost or the server refuses for good. */
    CompletableFuture<Void> run() {
        ask("");
        return done;
    }

    private void ask(String pageToken) {
        SyncRequest request = SyncRequest.newBuilder()
                .addAllHave(have)
                .setPageToken(pageToken)
                .build();
        var unused = exchange.ask(Frame.newBuilder().setSyncRequest(request))
                .whenComplete((answer, error) -> answered(pageToken, answer, error));
    }

    private void answered(String pageToken, @Nullable Frame answer, @Nullable Throwable error) {
        if (answer == null) {
            retryOrFail(pageToken, error);
            return;
        }
        SyncResponse page = answer.getSyncResponse();
        page.getHeadsList().forEach(heads);
        if (page.getNextPageToken().isEmpty()) {
            done.complete(null);
        } else {
            ask(page.getNextPageToken());
        }
    }

    private void retryOrFail(String pageToken, @Nullable Throwable error) {
        Throwable cause = error == null ? new IllegalStateException("A sync without answer or error") : error;
        if (cause instanceof TimeoutException || (cause instanceof ChatException refusal && refusal.isTransient())) {
            long wait = cause instanceof ChatException refusal
                    ? refusal.retryAfter().toMillis()
                    : 0;
            var unused = loop.schedule(() -> ask(pageToken), Math.max(wait, RETRY_MS), TimeUnit.MILLISECONDS);
        } else {
            done.completeExceptionally(cause);
        }
    }
}
