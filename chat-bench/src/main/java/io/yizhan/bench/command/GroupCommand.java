package io.yizhan.bench.command;

import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.GroupGathering;
import io.yizhan.bench.load.GroupMeasurement;
import io.yizhan.bench.load.PeerTraffic;
import io.yizhan.bench.load.Timing;
import io.yizhan.bench.result.Counts;
import io.yizhan.bench.result.GroupResult;
import io.yizhan.bench.result.GroupText;
import io.yizhan.bench.result.LoadResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench group}. */
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        description = "Open loop: so many messages a second to one group, each followed to every member who is online."
                + " For a cluster of its own it also tells what went between the workers.")
final class GroupCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    /** What a warm cluster and a new program of few users need. */
    private static final Duration BRIEF = Duration.ofSeconds(20);

    @Mixin
    private TargetOptions target;

    @Mixin
    private TimingOptions time;

    @Mixin
    private TextOption text;

    @Mixin
    private JsonOption json;

    @Mixin
    private ProfileOption profile;

    @Option(
            names = "--members",
            paramLabel = "N",
            description = "of the group (default: as many as are online)",
            defaultValue = "0")
    private int members;

    @Option(
            names = "--online",
            paramLabel = "N",
            description = "of the members (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int online;

    @Option(
            names = "--speakers",
            paramLabel = "N",
            description = "users more, who send in turn (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private int speakers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second to the group (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int perSecond;

    @Option(
            names = "--beside",
            paramLabel = "PAIRS",
            description =
                    "pairs who chat meanwhile, and before, in a process of their own: what do they notice? The group is"
                            + " spoken to for --warm-up before both (default: none)",
            defaultValue = "0")
    private int beside;

    @Option(
            names = "--beside-rate",
            paramLabel = "N",
            description = "messages a second of all of these (default: ${DEFAULT-VALUE})",
            defaultValue = "50")
    private int besidePerSecond;

    @Override
    public Integer call() throws Exception {
        GroupGathering.Size size = new GroupGathering.Size(members == 0 ? online : members, online, speakers);
        try (Console console = new Console(target.commandLine());
                Target cluster = target.open(console, profile)) {
            GroupResult result = measure(console, cluster, size);
            console.result(GroupText.of(result));
            json.write(result);
            profile.write(console, cluster, result.measuredFrom(), result.measuredTo());
            return result.isClean() ? 0 : BROKEN;
        }
    }

    private GroupResult measure(Console console, Target cluster, GroupGathering.Size size) throws Exception {
        try (CrowdAccess access = new CrowdAccess(cluster);
                GroupGathering gathering = GroupGathering.of(cluster.gates(), access.tickets(), size, console::say)) {
            GroupMeasurement measurement = new GroupMeasurement(
                    cluster.processes(), beside == 0 ? access.traffic() : new PeerTraffic(Optional.empty()));
            Speaking group = timing ->
                    measurement.run(gathering, size, new GroupMeasurement.Load(perSecond, text.bytes()), timing);
            return beside == 0 ? group.during(time.timing()) : beside(console, cluster, group);
        }
    }

    /** The group is warmed up first: what compiles its way would take the processor from those beside it. */
    private GroupResult beside(Console console, Target cluster, Speaking group) throws Exception {
        Duration warmUp = time.timing().warmUp();
        Timing brief = new Timing(
                warmUp.compareTo(BRIEF) < 0 ? warmUp : BRIEF, time.timing().measured());
        Neighbours neighbours = new Neighbours(
                cluster.gates(), console.temporaryDirectory(), beside, besidePerSecond, text.bytes(), brief);
        Counts before = Counts.NONE;
        if (!warmUp.isZero()) {
            console.say("Speaking to the group, to warm up …");
            before = group.during(new Timing(Duration.ZERO, warmUp)).counts();
        }
        console.say("Letting " + beside + " pairs chat, alone and then beside it …");
        LoadResult alone;
        try (Neighbours.Chat chat = neighbours.begin("alone")) {
            alone = chat.await();
        }
        try (Neighbours.Chat chat = neighbours.begin("beside")) {
            GroupResult loud = group.during(brief);
            return loud.beside(new GroupResult.Beside(before, alone, chat.await()));
        }
    }

    private interface Speaking {
        GroupResult during(Timing timing) throws InterruptedException;
    }
}
