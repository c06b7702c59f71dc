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

/** Pages through what was stored, in either direction. Belongs to the event loop. */
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
        return ask(exchange, request, 0).thenApply(page -> of(page, Long.MAX_VALUE, page.getMore()));
    }

    /**
     * Reads the oldest {@code limit} messages after a number, leaving none out: what may still have something missing
     * before it comes with a later page.
     *
     * @param after exclusive; 0 for the beginning of the conversation
     * @param limit 1 to 1,000
     */
    @CheckReturnValue
    public CompletableFuture<HistoryPage> readAfter(Exchange exchange, String conversationId, long after, int limit) {
        PullRequest request = PullRequest.newBuilder()
                .setConversationId(conversationId)
                .setFromSeq(after + 1)
                .setLimit(limit)
                .build();
        return ask(exchange, request, 0).thenApply(page -> {
            long complete = page.getCompleteToSeq();
            return of(page, complete, page.getMore() || complete < page.getHeadSeq());
        });
    }

    private CompletableFuture<PullResponse> ask(Exchange exchange, PullRequest request, int waits) {
        return exchange.ask(Frame.newBuilder().setPullRequest(request)).thenCompose(answer -> {
            PullResponse page = answer.getPullResponse();
            if (page.getRetryAfterMs() == 0 || waits == MAX_WAITS) {
                return CompletableFuture.completedFuture(page);
            }
            CompletableFuture<Void> waited = new CompletableFuture<>();
            var unused = loop.schedule(() -> waited.complete(null), page.getRetryAfterMs(), TimeUnit.MILLISECONDS);
            return waited.thenCompose(done -> ask(exchange, request, waits + 1));
        });
    }

    private static HistoryPage of(PullResponse page, long upTo, boolean more) {
        return new HistoryPage(
                page.getMessagesList().stream()
                        .filter(message -> message.getSeq() <= upTo)
                        .sorted(Comparator.comparingLong(Message::getSeq))
                        .toList(),
                more);
    }
}
