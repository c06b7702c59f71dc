package io.yizhan.server.presence;

import chat.v2.PresenceEvent;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.LocalSession;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** Tells sessions here who is there. Safe from any thread; no method blocks or throws. */
public interface Presences {
    /**
     * Replaces the session's list; an empty one ends it. Changes are written to the session from then on, after what
     * this gives.
     *
     * @return all of them as they are at present, in this order; fails with {@code RequestRefused} when more is watched
     *     than this worker takes, and otherwise when it cannot be known in time: then the earlier list stands
     */
    CompletionStage<PresenceEvent> watch(LocalSession session, Collection<UserId> users);

    /** The session has ended, and its list with it. */
    void left(LocalSession session);
}
