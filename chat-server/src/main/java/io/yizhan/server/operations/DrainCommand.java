package io.yizhan.server.operations;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.NodeId;
import io.yizhan.settings.Drained;
import io.yizhan.settings.WrittenSetting;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/chatctl drain NODE}: lets a worker leave in order and end. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Lets a worker leave in order and end, as SIGTERM does: its clients go to others.")
public final class DrainCommand implements Callable<Integer> {
    private final Supplier<ClusterDesk> desks;
    private final String operator;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NODE")
    private long node;

    @Option(names = "--force", description = "also if nobody is left to take its clients")
    private boolean force;

    /**
     * @param desks opens one for each run
     * @param operator who runs it
     */
    public DrainCommand(Supplier<ClusterDesk> desks, String operator) {
        this.desks = desks;
        this.operator = operator;
    }

    @Override
    public Integer call() {
        try (ClusterDesk desk = desks.get()) {
            List<ImNode> nodes = desk.nodes();
            Set<NodeId> leaving = leaving(desk, nodes);
            leaving.add(nodes.stream()
                    .map(ImNode::id)
                    .filter(id -> id.value() == node)
                    .findAny()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), "No such worker: " + node)));
            boolean othersStay =
                    nodes.stream().anyMatch(other -> other.state() == NodeState.UP && !leaving.contains(other.id()));
            if (!othersStay && !force) {
                spec.commandLine()
                        .getErr()
                        .println("No other worker is UP to take its clients; with --force all the same: " + node);
                return 1;
            }
            desk.settings().set(Drained.SETTING, new Drained(leaving).value(), operator);
            spec.commandLine().getOut().println("Leaving: " + node);
            return 0;
        }
    }

    /** Those that were asked before and are still there. */
    private static Set<NodeId> leaving(ClusterDesk desk, List<ImNode> nodes) {
        Set<NodeId> present = nodes.stream().map(ImNode::id).collect(Collectors.toSet());
        WrittenSetting written = desk.settings().all().get(Drained.SETTING.name());
        Set<NodeId> leaving = new TreeSet<>(
                written == null ? Set.of() : written.as(Drained.SETTING).nodes());
        leaving.retainAll(present);
        return leaving;
    }
}
