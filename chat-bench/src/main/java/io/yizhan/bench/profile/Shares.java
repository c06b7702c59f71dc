package io.yizhan.bench.profile;

import io.yizhan.bench.result.ProfileResult;
import io.yizhan.bench.result.ProfileResult.Share;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Adds up who ran, and on whose behalf. Belongs to one thread, for one tree. */
final class Shares {
    private static final int METHODS = 15;

    private final Map<String, Long> areasOwn = new HashMap<>();
    private final Map<String, Long> areasWithJdk = new HashMap<>();
    private final Map<String, Long> methodsOwn = new HashMap<>();
    private final Map<String, Long> methodsWithCalled = new HashMap<>();
    /** Where the walk is, the innermost call first. */
    private final Deque<StackFrame> stack = new ArrayDeque<>();

    static ProfileResult of(String process, StackTree tree) {
        Shares shares = new Shares();
        tree.root().called().forEach(shares::walk);
        long samples = tree.root().samples();
        return new ProfileResult(
                process,
                samples,
                shares(shares.areasOwn, shares.areasWithJdk, samples, Integer.MAX_VALUE),
                shares(shares.methodsOwn, shares.methodsWithCalled, samples, METHODS));
    }

    private void walk(StackTree.Node node) {
        stack.push(node.frame());
        if (node.own() > 0 && !node.frame().isThread()) {
            count(node.own());
        }
        node.called().forEach(this::walk);
        stack.pop();
    }

    private void count(long samples) {
        StackFrame running = stack.element();
        areasOwn.merge(Areas.of(running), samples, Long::sum);
        methodsOwn.merge(running.toString(), samples, Long::sum);
        String behalf = stack.stream()
                .filter(frame -> !frame.isThread())
                .map(Areas::of)
                .filter(area -> !area.equals(Areas.JDK))
                .findFirst()
                .orElse(Areas.JDK);
        areasWithJdk.merge(behalf, samples, Long::sum);
        // a method that calls itself is there once
        stack.stream()
                .filter(frame -> !frame.isThread())
                .map(StackFrame::toString)
                .distinct()
                .forEach(method -> methodsWithCalled.merge(method, samples, Long::sum));
    }

    /** Those that took most by themselves come first. */
    private static List<Share> shares(Map<String, Long> own, Map<String, Long> whole, long samples, int most) {
        Set<String> names = new TreeSet<>(own.keySet());
        names.addAll(whole.keySet());
        return names.stream()
                .map(name -> new Share(
                        name,
                        (double) own.getOrDefault(name, 0L) / samples,
                        (double) whole.getOrDefault(name, 0L) / samples))
                .sorted(Comparator.comparingDouble(Share::own)
                        .thenComparingDouble(Share::whole)
                        .reversed())
                .limit(most)
                .toList();
    }
}
