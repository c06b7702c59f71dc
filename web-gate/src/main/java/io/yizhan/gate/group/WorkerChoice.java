package io.yizhan.gate.group;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Which worker changes a group: by rendezvous hashing, so that all gates ask the same one, where changes of one group
 * wait for each other in memory. When workers come and go, few groups get another.
 */
@Component
final class WorkerChoice {
    private static final int MOST = 3;

    private final NodeView view;

    WorkerChoice(NodeView view) {
        this.view = view;
    }

    /** The first is to be asked, then the next; empty if no worker is up. */
    List<Incarnation> of(GroupId group) {
        return view.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .map(ImNode::incarnation)
                .sorted(Comparator.comparingLong((Incarnation worker) -> weight(group, worker))
                        .reversed())
                .limit(MOST)
                .toList();
    }

    private static long weight(GroupId group, Incarnation worker) {
        try {
            byte[] text = (group + " " + worker).getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
