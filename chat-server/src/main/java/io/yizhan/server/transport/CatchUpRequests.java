package io.yizhan.server.transport;

import chat.v2.Frame;
import chat.v2.PullRequest;
import chat.v2.SyncRequest;
import io.yizhan.server.delivery.CatchUp;
import io.yizhan.server.session.LocalSession;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What a device asks for because it may have missed it. Owned by the channel's event loop. */
final class CatchUpRequests {
    private static final int MAX_HAVE = 10_000;
    /** An answer may be as large as a frame, so only a few are open at once. */
    private static final int COST = 64;

    private final LocalSession session;
    private final Replies replies;
    private final CatchUp catchUp;
    private final NewsWatch news;
    private final CompletionStage<Void> entered;

    /** @param entered completes when what its groups are told comes to the session: heads are read after that */
    CatchUpRequests(
            LocalSession session, Replies replies, CatchUp catchUp, NewsWatch news, CompletionStage<Void> entered) {
        this.session = session;
        this.replies = replies;
        this.catchUp = catchUp;
        this.news = news;
        this.entered = entered;
    }

    void sync(long id, SyncRequest request) {
        if (request.getHaveCount() > MAX_HAVE) {
            replies.refuse(id, Refusal.invalid("More than 10,000 positions in have: " + request.getHaveCount()));
            return;
        }
        var synced = news.begun()
                .thenCombine(entered, (begun, in) -> in)
                .thenCompose(in -> catchUp.sync(session.user(), session.device(), request));
        await(id, synced, response -> {
            response.getHeadsList().forEach(head -> session.told(head.getConversationId(), head.getHeadSeq()));
            replies.answer(id, Frame.newBuilder().setSyncResponse(response));
        });
    }

    void pull(long id, PullRequest request) {
        await(id, catchUp.pull(session.user(), request), response -> {
            boolean all = response.getRetryAfterMs() == 0;
            session.writtenTo(request.getConversationId(), all ? Long.MAX_VALUE : response.getCompleteToSeq());
            session.told(request.getConversationId(), response.getHeadSeq());
            replies.answer(id, Frame.newBuilder().setPullResponse(response));
        });
    }

    private <T> void await(long id, CompletionStage<T> stage, Consumer<T> done) {
        session.asked();
        replies.await(
                COST,
                stage,
                failure -> {
                    Refusal refusal = replies.refusal(failure);
                    session.answered(refusal.retryAfterMs() > 0);
                    replies.refuse(id, refusal);
                },
                answer -> {
                    session.answered(false);
                    replies.guard(id, () -> done.accept(answer));
                });
    }
}
