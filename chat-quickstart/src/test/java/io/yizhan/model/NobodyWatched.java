package io.yizhan.model;

import chat.v2.PresenceEvent;
import io.yizhan.identity.UserId;
import io.yizhan.server.presence.Presences;
import io.yizhan.server.session.LocalSession;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Presence is no part of the model: its devices do not ask for it. */
final class NobodyWatched implements Presences {
    @Override
    public CompletionStage<PresenceEvent> watch(LocalSession session, Collection<UserId> users) {
        return CompletableFuture.failedStage(new UnsupportedOperationException("The model tells nobody who is there"));
    }

    @Override
    public void left(LocalSession session) {}
}
