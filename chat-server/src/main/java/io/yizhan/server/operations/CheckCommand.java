package io.yizhan.server.operations;

import io.yizhan.operations.Health;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/chatctl check}: whether the cluster does its work, for monitoring. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Tells whether the cluster does its work; for monitoring. Exit code 0: it does, 1: it does not.")
public final class CheckCommand implements Callable<Integer> {
    private final Supplier<ClusterDesk> desks;

    @Spec
    private CommandSpec spec;

    /** @param desks opens one for each run */
    public CheckCommand(Supplier<ClusterDesk> desks) {
        this.desks = desks;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ClusterDesk desk = desks.get()) {
            List<String> troubles =
                    Health.troubles(desk.nodes(), desk.redisAnswers(), desk.deadLetters(Health.LETTERS_COUNTED));
            troubles.forEach(out::println);
            out.println(troubles.isEmpty() ? "OK" : "NOT OK");
            return troubles.isEmpty() ? 0 : 1;
        }
    }
}
