package io.yizhan.gate.admin;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.gate.user.Account;
import io.yizhan.gate.user.UserDirectory;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The workers, for admins. The role is read anew for each request, so that it can be taken away. */
@RestController
final class NodesController {
    private final NodeView view;
    private final UserDirectory users;

    NodesController(NodeView view, UserDirectory users) {
        this.view = view;
        this.users = users;
    }

    @GetMapping("/api/v1/nodes")
    Nodes nodes(Caller caller) {
        if (users.find(caller.user()).filter(Account::isAdmin).isEmpty()) {
            throw new Refusal(GateError.FORBIDDEN, "Only an admin may ask this");
        }
        return new Nodes(view.nodes().stream()
                .sorted(Comparator.comparing(ImNode::id))
                .map(Node::of)
                .toList());
    }

    record Nodes(List<Node> nodes) {}

    /**
     * One worker as it last reported.
     *
     * @param wsUrl absent where WebSocket is off
     * @param links to its peers; workers do not report them, so this is empty
     */
    record Node(long id, String host, int port, @Nullable String wsUrl, int balance, String state, List<Link> links) {
        static Node of(ImNode node) {
            return new Node(
                    node.id().value(),
                    node.endpoint().host(),
                    node.endpoint().port(),
                    null,
                    node.balance(),
                    node.state().name(),
                    List.of());
        }
    }

    record Link(long peerId, String state) {}
}
