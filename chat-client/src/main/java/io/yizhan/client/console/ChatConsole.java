package io.yizhan.client.console;

import io.yizhan.client.ClientRuntime;
import io.yizhan.client.gate.GateTls;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The console client: a terminal for people, standard input for scripts. */
@CommandLine.Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        version = "yizhan 0.1",
        description =
                "Chats. At a terminal it asks for what is missing and /help lists the commands; otherwise it reads"
                        + " commands from standard input, one a line, and waits for each one's outcome.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all well",
            "1:a command failed, or fewer messages came than expected",
            "2:the options are wrong",
            "3:could not log in"
        },
        footer = {
            "",
            "Example:",
            "  printf '/msg THEM hello\\n' | bin/chat -u ME --password PASSWORD --json",
            "  bin/chat -u THEM --password PASSWORD --expect 1 < /dev/null"
        })
public final class ChatConsole implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NO_LOGIN = 3;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

    @Mixin
    private final ConsoleOptions options = new ConsoleOptions();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    /** Runs the console and ends the process with its exit code. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new ChatConsole());
        line.setOut(new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true));
        line.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("chat: " + failure.getMessage());
            return FAILED;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        options.trusted().ifPresent(this::checkTrusted);
        DataDirectory data = new DataDirectory(options.data(), new SecureRandom());
        data.prepare();
        ConsoleLog.toFileIn(options.data());
        KnownUsers users = new KnownUsers();
        if (TerminalCheck.isTerminal()) {
            try (TerminalLines lines = new TerminalLines(data.history(), users)) {
                return run(data, lines, output(lines::show), users);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return run(data, new PipedLines(in), output(out::println), users);
    }

    private void checkTrusted(Path certificates) {
        try {
            SSLContext unused = GateTls.trusting(certificates);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Output output(Consumer<String> lines) {
        return options.isJson() ? Output.json(lines) : Output.text(lines);
    }

    private int run(DataDirectory data, LineSource lines, Output output, KnownUsers users) throws InterruptedException {
        ConsoleSetup setup = options.setup(System.getenv());
        Screen screen = new Screen(output, users, new MessageCounter());
        try (ClientRuntime runtime = new ClientRuntime(1)) {
            CommandRunner runner = new CommandRunner(new LoginFlow(setup, runtime, data, lines, screen), screen);
            try {
                return converse(setup, lines, screen, runner);
            } finally {
                runner.close();
            }
        }
    }

    private int converse(ConsoleSetup setup, LineSource lines, Screen screen, CommandRunner runner)
            throws InterruptedException {
        boolean loginFirst = setup.user().isPresent() || (lines.isInteractive() && !options.isBookMenu());
        if (loginFirst
                && !runner.run(new Command.Login(Optional.empty(), Optional.empty()))
                        .join()
                && !lines.isInteractive()) {
            return NO_LOGIN;
        }
        CommandSource commands = options.isBookMenu() ? new BookMenu(lines) : new TypedCommands(lines);
        boolean allWell = new CommandLoop(commands, runner, !lines.isInteractive()).run();
        return lines.isInteractive() || (allWell && hasAllExpected(screen)) ? 0 : FAILED;
    }

    private boolean hasAllExpected(Screen screen) throws InterruptedException {
        Duration limit = options.waitSeconds() < 0 ? DEFAULT_WAIT : Duration.ofSeconds(options.waitSeconds());
        if (options.expect() > 0) {
            return screen.counter().await(options.expect(), limit);
        }
        if (options.waitSeconds() > 0) {
            boolean unused = screen.counter().await(Long.MAX_VALUE, limit);
        }
        return true;
    }
}
