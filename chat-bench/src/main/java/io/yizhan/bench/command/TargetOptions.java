package io.yizhan.bench.command;

import io.yizhan.bench.cluster.RunningTarget;
import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.machine.Cores;
import io.yizhan.bench.machine.LocalProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster: a running one or one of its own. */
final class TargetOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private EmbeddedOptions own;

    @Option(names = "--gate", paramLabel = "URI", description = "a running cluster's gate; may be given several times")
    private List<URI> gates = List.of();

    @Option(names = "--embedded", description = "start a cluster for this run, on free ports, and stop it afterwards")
    private boolean embedded;

    @Option(
            names = "--standalone",
            description = "start one worker that keeps everything in memory, and stop it afterwards")
    private boolean standalone;

    @Option(names = "--relay", description = "start a bare relay, which stores nothing, and stop it afterwards")
    private boolean relay;

    @Option(
            names = "--pin",
            description = "keep all that serves to the first core, and the generator to the second (with taskset)")
    private boolean pin;

    @Option(
            names = "--watch",
            paramLabel = "NAME=PID",
            description =
                    "with --gate: a process on this machine to tell CPU and memory of; may be given several times")
    private Map<String, Long> watched = Map.of();

    Target open(Console console) throws InterruptedException {
        return open(console, new ProfileOption());
    }

    /** @param profile only a cluster of its own records what it runs */
    Target open(Console console, ProfileOption profile) throws InterruptedException {
        long chosen = Stream.of(embedded, standalone, relay, !gates.isEmpty())
                .filter(choice -> choice)
                .count();
        if (chosen != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name a running cluster with --gate, or say --embedded, --standalone or --relay");
        }
        if (profile.isOn() && !embedded) {
            throw new ParameterException(spec.commandLine(), "Only with --embedded can be said: --profile");
        }
        return pinned(chosen(console, profile.isOn()));
    }

    private Target chosen(Console console, boolean profiled) throws InterruptedException {
        if (embedded) {
            return own.open(console, profiled);
        }
        if (standalone) {
            return own.openAlone(console);
        }
        return relay ? own.openRelay(console) : running();
    }

    /** The floor that results are compared with. */
    Target openRelay(Console console) throws InterruptedException {
        return pinned(own.openRelay(console));
    }

    private Target running() {
        return new RunningTarget(
                gates,
                watched.entrySet().stream()
                        .map(entry -> new LocalProcess(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private Target pinned(Target target) throws InterruptedException {
        if (pin) {
            Cores.divide(target.processes());
        }
        return target;
    }

    /** Of the command that has these options. */
    CommandLine commandLine() {
        return spec.commandLine();
    }
}
