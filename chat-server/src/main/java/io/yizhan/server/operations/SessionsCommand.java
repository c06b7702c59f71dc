package io.yizhan.server.operations;

import io.yizhan.access.SessionBook;
import io.yizhan.identity.UserId;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/chatctl sessions USER}: where a user is logged in, and since when. */
@Command(name = "sessions", mixinStandardHelpOptions = true, description = "Shows where a user is logged in.")
public final class SessionsCommand implements Callable<Integer> {
    private final Supplier<ClusterDesk> desks;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "USER", converter = UserIdConverter.class)
    private UserId user;

    /** @param desks opens one for each run */
    public SessionsCommand(Supplier<ClusterDesk> desks) {
        this.desks = desks;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ClusterDesk desk = desks.get()) {
            SessionBook.Page page = desk.sessions(user);
            page.sessions().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> out.println("%s  node %s  since %s"
                            .formatted(
                                    entry.getKey(),
                                    entry.getValue().holder().node(),
                                    Instant.ofEpochMilli(entry.getValue().sinceMs()))));
            if (page.sessions().isEmpty()) {
                out.println(
                        page.lastSeenMs() == 0
                                ? "Not logged in"
                                : "Not logged in since " + Instant.ofEpochMilli(page.lastSeenMs()));
            }
            return 0;
        }
    }
}
