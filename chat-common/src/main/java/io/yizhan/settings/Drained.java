package io.yizhan.settings;

import io.yizhan.identity.NodeId;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Workers that are to leave in order and end, as with SIGTERM: {@code {"nodes":[3,7]}}. An id is never given again, so
 * one that has left may stay in it.
 */
public record Drained(Set<NodeId> nodes) {
    public static final ClusterSetting<Drained> SETTING =
            new ClusterSetting<>("drain", Drained.class, "nodes=[3,7]", Drained::read);

    public Drained {
        nodes = Set.copyOf(nodes);
    }

    private static Drained read(JsonNode root) {
        JsonNode written = new Members(root, "nodes").member("nodes");
        if (!written.isArray()) {
            throw new IllegalArgumentException("Needs a list of node ids: nodes=" + written);
        }
        Set<NodeId> nodes = new TreeSet<>();
        for (JsonNode id : written) {
            if (!id.isIntegralNumber() || id.asLong(-1) < 0) {
                throw new IllegalArgumentException("Not a node id: " + id);
            }
            nodes.add(new NodeId(id.asLong()));
        }
        return new Drained(nodes);
    }

    /** As it is written. */
    public String value() {
        return "{\"nodes\":[" + nodes.stream().sorted().map(NodeId::toString).collect(Collectors.joining(",")) + "]}";
    }

    @Override
    public String toString() {
        return nodes.stream().sorted().toList().toString();
    }
}
