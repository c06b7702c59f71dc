package io.yizhan.server.state;

import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;

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
        return view.isAlive(holder)
                || view.nodes().stream().noneMatch(node -> node.incarnation().epoch() > holder.epoch());
    }
}
