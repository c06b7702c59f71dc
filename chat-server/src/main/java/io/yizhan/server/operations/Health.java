package io.yizhan.server.operations;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What keeps a cluster from its work, in words. */
final class Health {
    private static final double NEARLY = 0.9;

    private Health() {}

    /** @param lettersCounted how many dead letters are counted at most */
    static List<String> troubles(ClusterDesk desk, int lettersCounted) {
        List<String> troubles = new ArrayList<>();
        List<ImNode> nodes = desk.nodes();
        if (nodes.stream().noneMatch(node -> node.state() == NodeState.UP)) {
            troubles.add("No worker is UP, of: " + nodes.size());
        }
        for (ImNode node : nodes) {
            if (node.state() != NodeState.UP) {
                troubles.add("A worker takes nobody: " + node.id() + " " + node.state());
            } else if (node.capacity() > 0 && node.balance() >= NEARLY * node.capacity()) {
                troubles.add("A worker is nearly full: " + node.id() + " " + node.balance() + " of " + node.capacity());
            }
        }
        if (!desk.redisAnswers()) {
            troubles.add("Redis does not answer");
        }
        OptionalInt letters = desk.deadLetters(lettersCounted);
        if (letters.isEmpty()) {
            troubles.add("The database does not answer");
        } else if (letters.getAsInt() > 0) {
            troubles.add("Dead letters wait: " + letters.getAsInt()
                    + (letters.getAsInt() == lettersCounted ? " or more" : ""));
        }
        return troubles;
    }
}
