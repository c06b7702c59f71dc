package io.yizhan.operations;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** What keeps a cluster from its work, in words. */
public final class Health {
    /** How many dead letters are counted at most. */
    public static final int LETTERS_COUNTED = 100;

    private static final double NEARLY = 0.9;

    private Health() {}

    /**
     * Nothing if all is well.
     *
     * @param redisAnswers whether it does
     * @param deadLetters how many wait, up to {@link #LETTERS_COUNTED}; empty if they cannot be counted
     */
    public static List<String> troubles(Collection<ImNode> nodes, boolean redisAnswers, OptionalInt deadLetters) {
        List<String> troubles = new ArrayList<>();
        if (nodes.stream().noneMatch(node -> node.state() == NodeState.UP)) {
            troubles.add("No worker is UP, of: " + nodes.size());
        }
        nodes.stream().sorted(Comparator.comparing(ImNode::id)).forEach(node -> {
            if (node.state() != NodeState.UP) {
                troubles.add("A worker takes nobody: " + node.id() + " " + node.state());
            } else if (node.capacity() > 0 && node.balance() >= NEARLY * node.capacity()) {
                troubles.add("A worker is nearly full: " + node.id() + " " + node.balance() + " of " + node.capacity());
            }
        });
        if (!redisAnswers) {
            troubles.add("Redis does not answer");
        }
        if (deadLetters.isEmpty()) {
            troubles.add("Dead letters cannot be counted: the database or whoever asks it does not answer");
        } else if (deadLetters.getAsInt() > 0) {
            troubles.add("Dead letters wait: " + deadLetters.getAsInt()
                    + (deadLetters.getAsInt() >= LETTERS_COUNTED ? " or more" : ""));
        }
        return troubles;
    }
}
