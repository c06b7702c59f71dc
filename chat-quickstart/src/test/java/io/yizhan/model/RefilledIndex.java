package io.yizhan.model;

import io.yizhan.identity.UserId;
import io.yizhan.model.Tally.Event;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The lists as Redis keeps them: in each of its lives one is compared with the database before it is first read. */
final class RefilledIndex implements ConversationIndex {
    private final MemoryConversationIndex lists = new MemoryConversationIndex();
    private final Set<UserId> compared = new HashSet<>();
    private final ArchivedState archived;
    private final Service database;
    private final Tally tally;

    RefilledIndex(ArchivedState archived, Service database, Tally tally) {
        this.archived = archived;
        this.database = database;
        this.tally = tally;
    }

    void forget() {
        lists.loseMemory();
        compared.clear();
    }

    @Override
    public CompletionStage<Void> touch(List<Activity> activities) {
        return lists.touch(activities);
    }

    @Override
    public CompletionStage<Void> raise(List<Activity> activities) {
        return lists.raise(activities);
    }

    @Override
    public CompletionStage<Page> page(UserId user, long activeSinceMs, int offset, int limit) {
        if (!compared.contains(user)) {
            if (database.isAway()) {
                return CompletableFuture.failedStage(new ArchiveUnavailableException("Conversations"));
            }
            List<Activity> written =
                    archived.conversations(user).toCompletableFuture().join();
            lists.touch(written);
            compared.add(user);
            if (!written.isEmpty()) {
                tally.count(Event.LIST_REFILLED);
            }
        }
        return lists.page(user, activeSinceMs, offset, limit);
    }
}
