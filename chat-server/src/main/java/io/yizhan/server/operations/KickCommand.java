package io.yizhan.server.operations;

import io.yizhan.identity.UserId;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/chatctl kick USER}: ends all sessions of a user. */
@Command(
        name = "kick",
        mixinStandardHelpOptions = true,
        description = "Ends all sessions of a user, who may log in again.")
public final class KickCommand implements Callable<Integer> {
    private final Supplier<ClusterDesk> desks;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "USER", converter = UserIdConverter.class)
    private UserId user;

    @Option(names = "--why", defaultValue = "Ended by an administrator", description = "for the user")
    private String why;

    /** @param desks opens one for each run */
    public KickCommand(Supplier<ClusterDesk> desks) {
        this.desks = desks;
    }

    @Override
    public Integer call() {
        try (ClusterDesk desk = desks.get()) {
            desk.kick(user, why);
            spec.commandLine().getOut().println("Told all workers to end the sessions of: " + user);
            return 0;
        }
    }
}
