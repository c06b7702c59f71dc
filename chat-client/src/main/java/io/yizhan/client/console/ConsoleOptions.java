package io.yizhan.client.console;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the console client; filled by picocli. */
final class ConsoleOptions {
    @Option(
            names = "--gate",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8080",
            description = "The gate, or several to be tried in turn. Default: ${DEFAULT-VALUE}")
    private List<URI> gates = List.of();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Log in as this user at start.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "Better left to the environment variable YIZHAN_PASSWORD, or to the question at a terminal.")
    private @Nullable String password;

    @Option(names = "--register", description = "Make the user if there is none, without asking.")
    private boolean register;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Names this installation. Default: made once for each user and kept in the data directory.")
    private @Nullable String device;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where positions, device ids, input history and the log are kept. Default: ~/.yizhan")
    private @Nullable Path data;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates (PEM) that vouch for gates and workers with TLS. Default: those Java trusts.")
    private @Nullable Path trusted;

    @Option(names = "--json", description = "One JSON object a line instead of text.")
    private boolean json;

    @Option(names = "--book-menu", description = "The book's menu: 1 login, 2 chat, 10 logout.")
    private boolean bookMenu;

    @Option(
            names = "--expect",
            paramLabel = "N",
            defaultValue = "0",
            description = "After the last command, wait until N messages have come in all; else exit with 1.")
    private long expect;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "-1",
            description = "After the last command, stay that long at most with --expect (default 30), exactly without.")
    private long waitSeconds;

    ConsoleSetup setup(Map<String, String> environment) {
        return new ConsoleSetup(
                gates,
                Optional.ofNullable(user),
                Optional.ofNullable(password).or(() -> Optional.ofNullable(environment.get("YIZHAN_PASSWORD"))),
                Optional.ofNullable(device),
                register,
                Optional.ofNullable(trusted));
    }

    Optional<Path> trusted() {
        return Optional.ofNullable(trusted);
    }

    Path data() {
        return DataDirectory.rootOr(Optional.ofNullable(data));
    }

    boolean isJson() {
        return json;
    }

    boolean isBookMenu() {
        return bookMenu;
    }

    long expect() {
        return expect;
    }

    /** Negative: not given. */
    long waitSeconds() {
        return waitSeconds;
    }
}
