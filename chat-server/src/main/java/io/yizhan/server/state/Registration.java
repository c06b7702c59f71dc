package io.yizhan.server.state;

import io.yizhan.server.session.SessionAddress;
import java.util.List;

/**
 * What a login changed in the registry.
 *
 * @param own the new session's address
 * @param displaced the live sessions it replaced, no longer in the registry; they are to be kicked
 */
public record Registration(SessionAddress own, List<SessionAddress> displaced) {
    public Registration {
        displaced = List.copyOf(displaced);
    }
}
