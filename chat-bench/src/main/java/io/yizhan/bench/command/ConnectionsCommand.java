package io.yizhan.bench.command;

import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.crowd.Crowd;
import io.yizhan.bench.crowd.CrowdMeasurement;
import io.yizhan.bench.result.CrowdResult;
import io.yizhan.bench.result.CrowdText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench connections}. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        description = "Logs users in who then only stay: how fast, what each costs in memory, what all cost in CPU."
                + " With --cut all connections are cut at once and come back.")
final class ConnectionsCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Mixin
    private TargetOptions target;

    @Mixin
    private JsonOption json;

    @Mixin
    private ProfileOption profile;

    @Option(
            names = "--users",
            paramLabel = "N",
            split = ",",
            description = "sizes of the crowd, ascending; memory is compared between first and last (default:"
                    + " ${DEFAULT-VALUE})",
            defaultValue = "2000,18000")
    private List<Integer> users;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = "logins at the same time (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int atOnce;

    @Option(
            names = "--idle",
            paramLabel = "S",
            description = "seconds to look at the idle crowd (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int idle;

    @Option(names = "--cut", description = "cut all connections in the end, and measure their return: a storm")
    private boolean cut;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(target.commandLine());
                Target cluster = target.open(console, profile);
                CrowdAccess access = new CrowdAccess(cluster);
                Crowd crowd = new Crowd(access.tickets(), atOnce, 1)) {
            CrowdResult result = new CrowdMeasurement(crowd, cluster.processes(), console::say).run(users, idle, cut);
            console.result(CrowdText.of(result));
            json.write(result);
            profile.write(console, cluster, result.idleFrom(), result.idleTo());
            return result.isClean() ? 0 : BROKEN;
        }
    }
}
