package io.yizhan.gate.admin;

import io.yizhan.access.NodeLinks;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.gate.login.Caller;
import io.yizhan.identity.NodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The workers, for admins. */
@RestController
final class NodesController {
    private static final Logger log = LoggerFactory.getLogger(NodesController.class);

    private final NodeView view;
    private final NodeLinks links;
    private final Admins admins;

    NodesController(NodeView view, NodeLinks links, Admins admins) {
        this.view = view;
        this.links = links;
        this.admins = admins;
    }

    @GetMapping("/api/v1/nodes")
    Nodes nodes(Caller caller) {
        admins.require(caller);
        List<ImNode> nodes =
                view.nodes().stream().sorted(Comparator.comparing(ImNode::id)).toList();
        Map<NodeId, List<NodeLinks.Link>> said =
                linksOf(nodes.stream().map(ImNode::id).toList());
        return new Nodes(nodes.stream()
                .map(node -> Node.of(node, said.getOrDefault(node.id(), List.of())))
                .toList());
    }

    /** Whoever looks because something is broken shall see the workers at least. */
    private Map<NodeId, List<NodeLinks.Link>> linksOf(Collection<NodeId> nodes) {
        try {
            return links.find(nodes);
        } catch (RuntimeException e) { // the store's own, whatever it is
            log.warn("Could not read the links, the workers are shown without", e);
            return Map.of();
        }
    }

    record Nodes(List<Node> nodes) {}

    /**
     * One worker as it last reported.
     *
     * @param wsUrl absent where WebSocket is off
     * @param links to its peers as it last reported them; empty if it did not lately
     */
    record Node(long id, String host, int port, @Nullable String wsUrl, int balance, String state, List<Link> links) {
        static Node of(ImNode node, List<NodeLinks.Link> links) {
            return new Node(
                    node.id().value(),
                    node.endpoint().host(),
                    node.endpoint().port(),
                    null,
                    node.balance(),
                    node.state().name(),
                    links.stream().map(Link::of).toList());
        }
    }

    /**
     * A link to a peer.
     *
     * @param sent what went over it; absent if the worker does not tell
     */
    record Link(long peerId, String state, NodeLinks.@Nullable Sent sent) {
        static Link of(NodeLinks.Link link) {
            return new Link(link.peer().value(), link.state(), link.sent().orElse(null));
        }
    }
}
