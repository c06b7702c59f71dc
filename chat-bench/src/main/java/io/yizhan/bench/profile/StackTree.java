package io.yizhan.bench.profile;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stacks laid over each other: which method was seen how often, called by which. Belongs to one thread. */
final class StackTree {
    private final Node root = new Node(new StackFrame("", "all"));

    /** @param stack of one sample, the outermost call first */
    void add(List<StackFrame> stack) {
        Node node = root;
        node.samples++;
        for (StackFrame frame : stack) {
            node = node.called.computeIfAbsent(frame, Node::new);
            node.samples++;
        }
        node.own++;
    }

    Node root() {
        return root;
    }

    /** A method where it was called from one place. */
    static final class Node {
        private final StackFrame frame;
        private final Map<StackFrame, Node> called = new TreeMap<>(Comparator.comparing(StackFrame::toString));
        private long samples;
        private long own;

        private Node(StackFrame frame) {
            this.frame = frame;
        }

        StackFrame frame() {
            return frame;
        }

        /** In how many samples it was on the stack here. */
        long samples() {
            return samples;
        }

        /** In how many of them it was what ran. */
        long own() {
            return own;
        }

        /** By name. */
        Collection<Node> called() {
            return Collections.unmodifiableCollection(called.values());
        }
    }
}
