package io.yizhan.server.state;

import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a registry entry's worker may still live, judged by the local view of the cluster. When in doubt it does: a
 * push to a dead worker is lost without harm, a hidden session gets none. Safe from any thread, never blocks.
 */
public final class HolderLiveness {
    private final NodeView view;

    public HolderLiveness(NodeView view) {
        this.view = view;
    }

    /**
     * False only if the view holds no such incarnation and a registration that is newer than it. The view hears of
     * registrations in order, so it has seen {@code holder} come and go; what is newer than all it knows has joined
     * just now, and it will hear of that.
     */
    public boolean mayLive(Incarnation holder) {
        return living().mayInclude(holder);
    }

    /** All that may be judged from, at this moment. */
    public Living living() {
        Set<Long> epochs =
                view.nodes().stream().map(node -> node.incarnation().epoch()).collect(Collectors.toSet());
        return new Living(epochs.stream().max(Long::compare).orElse(0L), epochs);
    }
}
