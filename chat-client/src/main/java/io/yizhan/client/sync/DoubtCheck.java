package io.yizhan.client.sync;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import io.yizhan.client.connection.Exchange;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about conversations that seem to end before this device's position. A server that has merely forgotten
 * something holds nothing newer than what was seen; if it does, it is another cluster, or one that began anew. Belongs
 * to the event loop.
 */
final class DoubtCheck {
    /** Enough that not all of them were sent by this very device. */
    private static final int PAGE = 50;

    private static final long RETRY_MS = 1_000;

    private final ScheduledExecutorService loop;
    private final BiConsumer<ConversationInbox, Head> beganAnew;
    private final Set<ConversationInbox> asking = new HashSet<>();
    private @Nullable Exchange exchange;

    /** @param beganAnew is told of a conversation that is another than the one this device knows, and where it ends */
    DoubtCheck(ScheduledExecutorService loop, BiConsumer<ConversationInbox, Head> beganAnew) {
        this.loop = loop;
        this.beganAnew = beganAnew;
    }

    void online(Exchange newExchange) {
        exchange = newExchange;
        asking.clear();
    }

    void offline() {
        exchange = null;
    }

    /** Asks what the server holds of it, if it is doubted and nobody asks. */
    void look(ConversationInbox inbox, Head named) {
        Exchange target = exchange;
        if (target == null || !inbox.isDoubted() || !asking.add(inbox)) {
            return;
        }
        PullRequest newest = PullRequest.newBuilder()
                .setConversationId(inbox.conversationId())
                .setLimit(PAGE)
                .setBackwards(true)
                .build();
        var unused = target.ask(Frame.newBuilder().setPullRequest(newest)).whenComplete((answer, error) -> {
            if (target == exchange) {
                asking.remove(inbox);
                answered(inbox, named, answer);
            }
        });
    }

    private void answered(ConversationInbox inbox, Head named, @Nullable Frame answer) {
        if (!inbox.isDoubted()) {
            return;
        }
        PullResponse page = answer == null ? PullResponse.getDefaultInstance() : answer.getPullResponse();
        if (page.getMessagesList().stream().anyMatch(inbox::isNews)) {
            beganAnew.accept(
                    inbox, named.toBuilder().setHeadSeq(page.getHeadSeq()).build());
        } else if (answer == null || page.getRetryAfterMs() > 0) {
            var unused = loop.schedule(() -> look(inbox, named), RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }
}
