package io.yizhan.server;

import io.yizhan.identity.UserId;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A board that stops answering when told. */
final class StallingBoard implements PresenceBoard {
    private final PresenceBoard board;
    private volatile boolean stalled;

    StallingBoard(PresenceBoard board) {
        this.board = board;
    }

    void stall() {
        stalled = true;
    }

    @Override
    public CompletionStage<Map<UserId, Sighting>> look(Collection<UserId> users) {
        return stalled ? new CompletableFuture<>() : board.look(users);
    }

    @Override
    public CompletionStage<Void> announce(Collection<UserId> users) {
        return stalled ? new CompletableFuture<>() : board.announce(users);
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        return board.listen(listener);
    }
}
