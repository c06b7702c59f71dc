package io.yizhan.server.transport;

import chat.v2.Frame;
import chat.v2.RecallRequest;
import chat.v2.RecallResponse;
import io.yizhan.server.delivery.Recalls;
import io.yizhan.server.session.LocalSession;

/** The recalls of one connection. Owned by the channel's event loop. */
final class RecallRequests {
    private static final int COST = 1;

    private final LocalSession session;
    private final Replies replies;
    private final Recalls recalls;

    RecallRequests(LocalSession session, Replies replies, Recalls recalls) {
        this.session = session;
        this.replies = replies;
        this.recalls = recalls;
    }

    void recall(long id, RecallRequest request) {
        replies.await(
                id,
                COST,
                recalls.recall(session.user(), request),
                done -> replies.answer(id, Frame.newBuilder().setRecallResponse(RecallResponse.getDefaultInstance())));
    }
}
