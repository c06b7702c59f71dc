package io.yizhan.client.sync;

import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.client.connection.Exchange;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Pages backwards through what was stored. Belongs to the event loop. */
public final class HistoryReader {
    /** How often the newest messages are waited for while the server is still writing them. */
    private static final int MAX_WAITS = 5;

    private final ScheduledExecutorService loop;

    public HistoryReader(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    /**
     * Reads the newest {@code limit} messages before a number.
     *
     * @param before exclusive; 0 for the end of the conversation
     * @param limit 1 to 1,000
     */
    @CheckReturnValue
    public CompletableFuture<HistoryPage> read(Exchange exchange, String conversationId, long before, int limit) {
        if (before == 1) {
            return CompletableFuture.completedFuture(new HistoryPage(List.of(), false));
        }
        PullRequest request = PullRequest.newBuilder()
                .setConversationId(conversationId)
                .setToSeq(Math.max(0, before - 1))
                .setLimit(limit)
                .setBackwards(true)
                .build();
        return ask(exchange, request, 0);
    }

    private CompletableFuture<HistoryPage> ask(Exchange exchange, PullRequest request, int waits) {
        return exchange.ask(Frame.newBuilder().setPullRequest(request)).thenCompose(answer -> {
            PullResponse page = answer.getPullResponse();
            if (page.getRetryAfterMs() == 0 || waits == MAX_WAITS) {
                return CompletableFuture.completedFuture(of(page));
            }
            CompletableFuture<Void> waited = new CompletableFuture<>();
            var unused = loop.schedule(() -> waited.complete(null), page.getRetryAfterMs(), TimeUnit.MILLISECONDS);
            return waited.thenCompose(done -> ask(exchange, request, waits + 1));
        });
    }

    private static HistoryPage of(PullResponse page) {
        return new HistoryPage(
                page.getMessagesList().stream()
                        .sorted(Comparator.comparingLong(Message::getSeq))
                        .toList(),
                page.getMore());
    }
}
