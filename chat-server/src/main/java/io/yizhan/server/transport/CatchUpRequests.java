package io.yizhan.server.transport;

import chat.v2.Frame;
import chat.v2.PullRequest;
import chat.v2.SyncRequest;
import io.yizhan.server.delivery.CatchUp;
import io.yizhan.server.session.LocalSession;
import java.time.Clock;

/** What a device asks for because it may have missed it. Owned by the channel's event loop. */
final class CatchUpRequests {
    private static final int MAX_HAVE = 10_000;
    /** An answer may be as large as a frame, so only a few are open at once. */
    private static final int COST = 64;
    /** Pings that come more often than this do not look for news each. */
    private static final long NEWS_EVERY_MS = 1_000;
    /** Clocks of workers differ, and an activity is noted a little before it can be read. */
    private static final long NEWS_OVERLAP_MS = 5_000;

    private final LocalSession session;
    private final Replies replies;
    private final CatchUp catchUp;
    private final Clock clock;
    private long newsUntilMs;
    private boolean lookingForNews;

    CatchUpRequests(LocalSession session, Replies replies, CatchUp catchUp, Clock clock) {
        this.session = session;
        this.replies = replies;
        this.catchUp = catchUp;
        this.clock = clock;
        this.newsUntilMs = clock.millis();
    }

    void sync(long id, SyncRequest request) {
        if (request.getHaveCount() > MAX_HAVE) {
            replies.refuse(id, Refusal.invalid("More than 10,000 positions in have: " + request.getHaveCount()));
            return;
        }
        replies.await(id, COST, catchUp.sync(session.user(), session.device(), request), response -> {
            response.getHeadsList().forEach(head -> session.told(head.getConversationId(), head.getHeadSeq()));
            replies.answer(id, Frame.newBuilder().setSyncResponse(response));
        });
    }

    void pull(long id, PullRequest request) {
        replies.await(id, COST, catchUp.pull(session.user(), request), response -> {
            session.told(request.getConversationId(), response.getHeadSeq());
            replies.answer(id, Frame.newBuilder().setPullResponse(response));
        });
    }

    /** Names what the device should have been told since the last look, so that a lost push is noticed. */
    void lookForNews() {
        long now = clock.millis();
        if (lookingForNews || now - newsUntilMs < NEWS_EVERY_MS) {
            return;
        }
        lookingForNews = true;
        replies.await(
                0,
                catchUp.news(session.user(), newsUntilMs - NEWS_OVERLAP_MS),
                failure -> {
                    lookingForNews = false; // the next Ping looks from the same moment
                    replies.refusal(failure);
                },
                heads -> {
                    lookingForNews = false;
                    newsUntilMs = now;
                    session.tell(heads);
                });
    }
}
