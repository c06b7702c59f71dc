package io.yizhan.server.transport;

import io.yizhan.server.delivery.CatchUp;
import io.yizhan.server.delivery.CatchUp.Mark;
import io.yizhan.server.session.LocalSession;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Notices pushes that were lost with nothing after them: remembers where the user's list of conversations stood when
 * the session began, and names on each Ping what was raised since. Owned by the channel's event loop.
 */
final class NewsWatch {
    /** Pings that come more often than this do not look each. */
    private static final long EVERY_MS = 1_000;
    /** Looks begin at multiples of this, those of all sessions together, so that they share their way to Redis. */
    private static final long TOGETHER_MS = 200;

    private final LocalSession session;
    private final Replies replies;
    private final CatchUp catchUp;
    private final Clock clock;
    /** Where the list stood when the session began, then when it was last gone through. */
    private CompletableFuture<Mark> stood;

    private long lookedAtMs;
    private boolean looking;

    /** Reads at once where the list stands, so that nothing which comes after the login goes unseen. */
    NewsWatch(LocalSession session, Replies replies, CatchUp catchUp, Clock clock) {
        this.session = session;
        this.replies = replies;
        this.catchUp = catchUp;
        this.clock = clock;
        this.stood = catchUp.newest(session.user()).toCompletableFuture();
        this.lookedAtMs = clock.millis();
    }

    /**
     * Completes when it is known where the list stood. A sync waits for it: what it reads is then no older, so that all
     * is seen by the one or the other.
     */
    CompletionStage<Mark> begun() {
        if (stood.isCompletedExceptionally()) {
            stood = catchUp.newest(session.user()).toCompletableFuture();
        }
        return stood;
    }

    /** Names what was raised since the last look, soon. */
    void look() {
        long now = clock.millis();
        if (!looking && Math.abs(now - lookedAtMs) >= EVERY_MS) {
            lookedAtMs = now;
            looking = true;
            long togetherMs = TOGETHER_MS - Math.floorMod(now, TOGETHER_MS);
            var unused = session.loop().schedule(() -> look(0, Optional.empty()), togetherMs, TimeUnit.MILLISECONDS);
        }
    }

    /** @param first what the first page gave to look from the next time */
    private void look(int offset, Optional<Mark> first) {
        replies.await(
                0,
                begun().thenCompose(mark -> catchUp.news(session.user(), mark, offset)),
                failure -> {
                    looking = false; // the next Ping looks from the same place
                    replies.refusal(failure);
                },
                news -> {
                    session.tell(news.heads());
                    Mark newest = first.orElse(news.newest());
                    if (news.more()) {
                        look(offset + news.heads().size(), Optional.of(newest));
                    } else {
                        looking = false;
                        stood = CompletableFuture.completedFuture(newest);
                    }
                });
    }
}
