package io.yizhan.server.state;

import io.yizhan.server.session.SessionAddress;
import java.util.List;

/** What a login changed in the registry. */
public sealed interface Registration {
    /**
     * The session has its place.
     *
     * @param own the new session's address
     * @param displaced the sessions it replaced, no longer in the registry; they are to be kicked
     */
    record Entered(SessionAddress own, List<SessionAddress> displaced) implements Registration {
        public Entered {
            displaced = List.copyOf(displaced);
        }
    }

    /** Nothing: the places are taken, and the policy refuses newcomers. */
    record Refused() implements Registration {}
}
