package io.yizhan.server.state;

import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a registry entry's worker may still live, judged by the local view of the cluster. When in doubt it does: a
 * push to a dead worker is lost without harm, a hidden session gets none. Safe from any thread, never blocks.
 */
public final class HolderLiveness {
    private final NodeView view;
    private final Supplier<? extends Collection<Incarnation>> linked;

    /** @param linked the workers to which there is a link, registered or not; must not block */
    public HolderLiveness(NodeView view, Supplier<? extends Collection<Incarnation>> linked) {
        this.view = view;
        this.linked = linked;
    }

    /**
     * False only if the view has seen {@code holder} come and go, and no link to it stands. The view hears of
     * registrations in order; what is newer than all it ever heard of has joined just now, and it will hear of that.
     */
    public boolean mayLive(Incarnation holder) {
        return living().mayInclude(holder);
    }

    /** All that may be judged from, at this moment. */
    public Living living() {
        // first, since a worker that registers meanwhile may be in the view or newer, and lives either way
        long newest = view.newestEpoch();
        Set<Long> epochs = new HashSet<>();
        view.nodes().forEach(node -> epochs.add(node.incarnation().epoch()));
        linked.get().forEach(life -> epochs.add(life.epoch()));
        return new Living(newest, epochs);
    }
}
