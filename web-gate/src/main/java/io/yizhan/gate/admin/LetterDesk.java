package io.yizhan.gate.admin;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.gate.worker.WorkerDesk;
import io.yizhan.identity.Incarnation;
import io.yizhan.operations.LetterCalls;
import io.yizhan.operations.LetterCalls.Answer;
import io.yizhan.operations.LetterCalls.Call;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Has workers look after dead letters. Always the same one first, so that no two replay a letter at once. Blocks. */
@Component
final class LetterDesk {
    private static final int ASKED = 3;

    private final NodeView view;
    private final WorkerDesk workers;

    LetterDesk(NodeView view, WorkerDesk workers) {
        this.view = view;
        this.workers = workers;
    }

    /** @throws io.yizhan.gate.error.Refusal if no worker does it, or it is not known whether one did */
    Answer call(Call call) {
        List<Incarnation> up = view.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .sorted(Comparator.comparing(ImNode::id))
                .map(ImNode::incarnation)
                .limit(ASKED)
                .toList();
        return LetterCalls.decodeAnswer(workers.call(up, LetterCalls.NAME, LetterCalls.encode(call)));
    }
}
