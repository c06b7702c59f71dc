package io.yizhan.discovery;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands in a worker's znode: {@code {"host":…,"port":…,"meshPort":…,"balance":…,"capacity":…,"state":…}} in
 * UTF-8. The id is not written, it is the suffix of the znode's name. Safe from any thread.
 */
public final class ImNodeFormat {
    /** The name of a worker's znode; ZooKeeper pads the sequence to ten digits. */
    private static final Pattern NAME = Pattern.compile(Pattern.quote(ClusterPaths.NODE_PREFIX) + "(\\d{10})");

    private final JsonMapper json = JsonMapper.builder().build();

    /** The id that a znode's name gives its worker; empty if the name is not one of a worker. */
    public static Optional<NodeId> idOf(String name) {
        var matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(new NodeId(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    /** The data for the znode of a worker that does not say how many sessions it takes. */
    public byte[] write(NodeEndpoint endpoint, int balance, NodeState state) {
        return write(endpoint, balance, 0, state);
    }

    /**
     * The data for a znode.
     *
     * @param capacity 0 not to say it
     */
    public byte[] write(NodeEndpoint endpoint, int balance, int capacity, NodeState state) {
        var data = json.createObjectNode().put("host", endpoint.host()).put("port", endpoint.port());
        if (endpoint.hasMesh()) {
            data.put("meshPort", endpoint.meshPort());
        }
        if (endpoint.tls()) {
            data.put("tls", true);
        }
        data.put("balance", balance);
        if (capacity > 0) {
            data.put("capacity", capacity);
        }
        return json.writeValueAsBytes(data.put("state", state.name()));
    }

    /**
     * Reads what this or another program wrote: unknown members are passed over, a missing {@code balance} or
     * {@code capacity} is 0, a missing {@code state} is UP, and a state that is not known gets no new sessions.
     *
     * @throws IllegalArgumentException if the data names no host and port, or is no JSON object
     */
    public ImNode read(Incarnation incarnation, byte[] data) {
        JsonNode root = parse(data);
        var endpoint = new NodeEndpoint(
                root.path("host").asString(""),
                root.path("port").asInt(-1),
                root.path("meshPort").asInt(NodeEndpoint.NO_MESH),
                root.path("tls").asBoolean(false));
        return new ImNode(
                incarnation,
                endpoint,
                count(root, "balance"),
                count(root, "capacity"),
                state(root.path("state").asString(NodeState.UP.name())));
    }

    private static int count(JsonNode root, String member) {
        return (int) Math.max(0, Math.min(root.path(member).asLong(0), Integer.MAX_VALUE));
    }

    private JsonNode parse(byte[] data) {
        try {
            JsonNode root = json.readTree(data);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("Not a JSON object");
    }

    private static NodeState state(String written) {
        return written.toUpperCase(Locale.ROOT).equals(NodeState.UP.name()) ? NodeState.UP : NodeState.DRAINING;
    }
}
