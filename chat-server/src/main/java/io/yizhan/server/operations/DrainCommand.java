package io.yizhan.server.operations;

import io.yizhan.identity.NodeId;
import io.yizhan.settings.DrainDesk;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
        if (node < 0) {
            throw unknown();
        }
        try (ClusterDesk desk = desks.get()) {
            return switch (new DrainDesk(desk.settings()).drain(new NodeId(node), desk.nodes(), force, operator)) {
                case ASKED -> {
                    spec.commandLine().getOut().println("Leaving: " + node);
                    yield 0;
                }
                case UNKNOWN -> throw unknown();
                case NOBODY_LEFT -> {
                    spec.commandLine()
                            .getErr()
                            .println("No other worker is UP to take its clients; with --force all the same: " + node);
                    yield 1;
                }
            };
        }
    }

    private ParameterException unknown() {
        return new ParameterException(spec.commandLine(), "No such worker: " + node);
    }
}
