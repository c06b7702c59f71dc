package io.yizhan.server;

import io.yizhan.config.InvalidSettingsException;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.config.ServerConfigReader;
import io.yizhan.server.operations.CheckCommand;
import io.yizhan.server.operations.ClaimCommand;
import io.yizhan.server.operations.ClusterDesk;
import io.yizhan.server.operations.ConfigCommand;
import io.yizhan.server.operations.DeadLetterCommand;
import io.yizhan.server.operations.DeadLetterDesk;
import io.yizhan.server.operations.DrainCommand;
import io.yizhan.server.operations.KickCommand;
import io.yizhan.server.operations.NodesCommand;
import io.yizhan.server.operations.SessionsCommand;
import io.yizhan.settings.SettingsDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/chatctl}: the wiring of the operator's commands, with a worker's settings. */
@Command(
        name = "bin/chatctl",
        mixinStandardHelpOptions = true,
        description =
                "Looks after a cluster. Takes the settings of a worker; exit code 0: done, 1: not all, 2: misused.",
        footer = "bin/chatctl bench measures a cluster, with options of its own: bin/chatctl bench --help")
public final class ChatCtl {
    private static final int FAILED = 1;
    /** Stands beside each setting that is changed. */
    private static final String OPERATOR = System.getProperty("user.name", "unknown");

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

    @Option(names = "--config", paramLabel = "FILE", description = "settings, as for bin/chat-server")
    private @Nullable String file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "one setting; may be given several times")
    private List<String> settings = List.of();

    /** @return for one run; writes to the process's streams unless told otherwise */
    public static CommandLine commandLine() {
        ChatCtl root = new ChatCtl();
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new DeadLetterCommand(root::desk));
        line.addSubcommand(new ConfigCommand(root::settingsDesk, OPERATOR));
        line.addSubcommand(new NodesCommand(root::clusterDesk));
        line.addSubcommand(new DrainCommand(root::clusterDesk, OPERATOR));
        line.addSubcommand(new SessionsCommand(root::clusterDesk));
        line.addSubcommand(new KickCommand(root::clusterDesk));
        line.addSubcommand(new CheckCommand(root::clusterDesk));
        line.addSubcommand(new ClaimCommand(root::clusterDesk));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            lines(failure).forEach(command.getErr()::println);
            command.getErr().flush();
            return FAILED;
        });
        return line;
    }

    public static void main(String[] args) {
        // Clients of RocketMQ leave threads behind, so the end is said aloud.
        System.exit(commandLine().execute(args));
    }

    private static List<String> lines(Exception failure) {
        return failure instanceof InvalidSettingsException wrong
                ? wrong.errors().stream()
                        .map(error -> "Wrong settings: " + error)
                        .toList()
                : List.of(String.valueOf(failure.getMessage()));
    }

    private DeadLetterDesk desk() {
        return new LetterDesk(config(), ANSWERED_WITHIN);
    }

    private ClusterDesk clusterDesk() {
        return new ControlDesk(config(), ANSWERED_WITHIN);
    }

    private SettingsDesk settingsDesk() {
        return clusterDesk().settings();
    }

    private ServerConfig config() {
        List<String> arguments = new ArrayList<>();
        if (file != null) {
            arguments.addAll(List.of("--config", file));
        }
        settings.forEach(setting -> arguments.add("--" + setting));
        return ServerConfigReader.read(arguments, System.getenv(), SwappablePorts.onClassPath());
    }
}
