package io.yizhan.server.operations;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/chatctl claim}: makes the nodes of a cluster that was started without a user this user's alone. */
@Command(
        name = "claim",
        mixinStandardHelpOptions = true,
        description = "Gives all that stands in ZooKeeper and is everybody's to zookeeper.user alone."
                + " Stop all workers and gates before.")
public final class ClaimCommand implements Callable<Integer> {
    private final Supplier<ClusterDesk> desks;

    @Spec
    private CommandSpec spec;

    /** @param desks opens one for each run */
    public ClaimCommand(Supplier<ClusterDesk> desks) {
        this.desks = desks;
    }

    @Override
    public Integer call() {
        try (ClusterDesk desk = desks.get()) {
            spec.commandLine().getOut().println("Nodes that are the user's alone from now on: " + desk.claimNodes());
            return 0;
        }
    }
}
