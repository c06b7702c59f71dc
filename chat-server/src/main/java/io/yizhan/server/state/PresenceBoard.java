package io.yizhan.server.state;

import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Who is there, for those who watch: the registry's entries to look at, and word of whose have changed. It stands
 * beside the registry, on connections and threads of its own, so that nothing here makes a message wait. What is
 * announced may come late, twice or not at all: it only says whom to look at again. No method blocks or throws but
 * {@link #listen}; stages fail when the board cannot be reached, or has too much to do.
 */
public interface PresenceBoard {
    /** What the registry says of all these users, in one round trip; also of those whom nobody knows. */
    CompletionStage<Map<UserId, Sighting>> look(Collection<UserId> users);

    /** Tells all workers, this one included, that these users' entries may have changed; in one round trip. */
    CompletionStage<Void> announce(Collection<UserId> users);

    /**
     * From now on {@code listener} hears what is announced, until closed. Blocks for one round trip; fails when the
     * board cannot be reached now.
     */
    AutoCloseable listen(Listener listener);

    /** Hears of changes, on a thread of the board; must not block. */
    interface Listener {
        /** These users' entries may have changed. */
        void changed(Collection<UserId> users);

        /** For a while nothing could be heard: anybody's entries may have changed. */
        void missed();
    }
}
