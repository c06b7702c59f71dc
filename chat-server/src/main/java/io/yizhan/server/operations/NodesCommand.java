package io.yizhan.server.operations;

import io.yizhan.discovery.ImNode;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/chatctl nodes}: the workers as they report themselves. */
@Command(name = "nodes", mixinStandardHelpOptions = true, description = "Lists the workers.")
public final class NodesCommand implements Callable<Integer> {
    private final Supplier<ClusterDesk> desks;

    @Spec
    private CommandSpec spec;

    /** @param desks opens one for each run */
    public NodesCommand(Supplier<ClusterDesk> desks) {
        this.desks = desks;
    }

    @Override
    public Integer call() {
        try (ClusterDesk desk = desks.get()) {
            for (ImNode node : desk.nodes()) {
                String capacity = node.capacity() == 0 ? "" : " of " + node.capacity();
                spec.commandLine()
                        .getOut()
                        .println("%s  %s:%d  %s  sessions %d%s"
                                .formatted(
                                        node.id(),
                                        node.endpoint().host(),
                                        node.endpoint().port(),
                                        node.state(),
                                        node.balance(),
                                        capacity));
            }
            return 0;
        }
    }
}
