package io.yizhan.settings;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks workers to leave, unless nobody would be left to take their clients. Blocks, as the {@link SettingsDesk}. */
public final class DrainDesk {
    private final SettingsDesk settings;

    /** What came of it. */
    public enum Answer {
        /** It leaves now. */
        ASKED,
        /** There is no such worker. */
        UNKNOWN,
        /** No other is UP and stays; nothing was changed. */
        NOBODY_LEFT
    }

    public DrainDesk(SettingsDesk settings) {
        this.settings = settings;
    }

    /**
     * Asks the worker {@code node} to leave.
     *
     * @param present the workers that there are
     * @param force also if nobody would be left
     * @param by who asks
     */
    public Answer drain(NodeId node, Collection<ImNode> present, boolean force, String by) {
        Set<NodeId> there = present.stream().map(ImNode::id).collect(Collectors.toSet());
        if (!there.contains(node)) {
            return Answer.UNKNOWN;
        }
        Set<NodeId> leaving = askedBefore();
        leaving.retainAll(there);
        leaving.add(node);
        boolean othersStay =
                present.stream().anyMatch(other -> other.state() == NodeState.UP && !leaving.contains(other.id()));
        if (!othersStay && !force) {
            return Answer.NOBODY_LEFT;
        }
        settings.set(Drained.SETTING, new Drained(leaving).value(), by);
        return Answer.ASKED;
    }

    private Set<NodeId> askedBefore() {
        WrittenSetting written = settings.all().get(Drained.SETTING.name());
        return new TreeSet<>(
                written == null ? Set.of() : written.as(Drained.SETTING).nodes());
    }
}
