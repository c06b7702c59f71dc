package io.yizhan.client.console;

import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ClientRuntime;
import io.yizhan.client.connection.DialSettings;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.store.LocalStore;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Logs a user in, asking for what is missing, and registers him when he is new and wants it. */
final class LoginFlow {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(10);
    /** So long a person waits, and a script, for a message to go out. */
    private static final Duration SEND_LIMIT = Duration.ofSeconds(60);

    private final ConsoleSetup setup;
    private final ClientRuntime runtime;
    private final DataDirectory data;
    private final LineSource lines;
    private final Screen screen;

    LoginFlow(ConsoleSetup setup, ClientRuntime runtime, DataDirectory data, LineSource lines, Screen screen) {
        this.setup = setup;
        this.runtime = runtime;
        this.data = data;
        this.lines = lines;
        this.screen = screen;
    }

    /** Waits for the outcome; empty when there is no login, which was shown then. */
    Optional<ActiveLogin> login(Command.Login command) {
        Optional<UserId> user = command.user()
                .or(setup::user)
                .or(() -> ask("User: "))
                .filter(id -> UserId.isValid(id) || failed("Not a user id: " + id))
                .map(UserId::new);
        if (user.isEmpty()) {
            return missing("user");
        }
        boolean sameUser = setup.user().equals(user.map(UserId::value));
        Optional<String> password = command.password()
                .or(() -> sameUser || command.user().isEmpty() || setup.user().isEmpty() ? setup.password() : none())
                .or(() -> lines.secret("Password: "));
        return password.isEmpty() ? missing("password") : connect(user.get(), password.get(), true);
    }

    private Optional<ActiveLogin> connect(UserId user, String password, boolean mayRegister) {
        DeviceId device = setup.device().map(DeviceId::new).orElseGet(() -> data.device(user));
        LocalStore store;
        try {
            store = data.store(user, device);
        } catch (IllegalStateException e) {
            failed(e.getMessage() + " (another console? --device NAME makes this one a device of its own)");
            return Optional.empty();
        }
        DeliveryMarks marks = new DeliveryMarks();
        ChatClient client =
                ChatClient.create(config(user, device, password, store), screen.listener(user, marks), runtime);
        try {
            client.connect().join();
            return Optional.of(new ActiveLogin(user, client, store, marks));
        } catch (CompletionException e) {
            ActiveLogin.end(client, store);
            boolean unknown = FailureText.cause(e) instanceof GateException gate && gate.hasCode("BAD_CREDENTIALS");
            if (unknown && mayRegister && wantsToRegister(user)) {
                return register(user, password);
            }
            screen.show(FailureText.of("Could not log in as " + user, e));
            return Optional.empty();
        }
    }

    private ChatClientConfig config(UserId user, DeviceId device, String password, LocalStore store) {
        return ChatClientConfig.builder()
                .gates(setup.gates())
                .user(user.value())
                .password(password)
                .device(device.value())
                .store(store)
                .gateTimeout(GATE_TIMEOUT)
                .dial(setup.trusted().map(DialSettings.defaults()::trusting).orElseGet(DialSettings::defaults))
                .outbox(OutboxSettings.defaults().within(SEND_LIMIT))
                .build();
    }

    private boolean wantsToRegister(UserId user) {
        return setup.register()
                || ask("Unknown user or wrong password. Register '" + user + "' now? [y/N] ")
                        .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                        .filter(answer -> answer.equals("y") || answer.equals("yes"))
                        .isPresent();
    }

    private Optional<ActiveLogin> register(UserId user, String password) {
        try {
            runtime.gate(setup.gates(), GATE_TIMEOUT, setup.trusted())
                    .register(user, password)
                    .join();
        } catch (CompletionException e) {
            boolean exists = FailureText.cause(e) instanceof GateException gate && gate.hasCode("USER_EXISTS");
            screen.show(
                    exists
                            ? new ConsoleEvent.Failed("BAD_CREDENTIALS", "Wrong password for the user: " + user)
                            : FailureText.of("Could not register " + user, e));
            return Optional.empty();
        }
        screen.note("Registered: " + user);
        return connect(user, password, false);
    }

    private Optional<String> ask(String question) {
        return lines.answer(question).map(String::strip);
    }

    private Optional<ActiveLogin> missing(String what) {
        failed("A login needs a " + what);
        return Optional.empty();
    }

    private boolean failed(String message) {
        screen.show(new ConsoleEvent.Failed("INVALID_ARGUMENT", message));
        return false;
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
