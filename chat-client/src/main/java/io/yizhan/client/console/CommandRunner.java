package io.yizhan.client.console;

import io.yizhan.client.ChatClient;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Carries commands out. Used by the thread that reads them; what takes time completes later, but for logins and
 * logouts, which it waits for.
 */
final class CommandRunner {
    private static final List<String> HELP = List.of(
            "/login [USER [PASSWORD]]   log in (asks for what is missing)",
            "/logout                    log out",
            "/msg USER [TEXT]           send; plain lines then go to USER as well",
            "/recall [NUMBER]           take back the last message you sent here, or the one with this number",
            "/history USER [COUNT]      what was said (20 unless you say);",
            "         before|after NUMBER   from there backwards or forwards",
            "/who [USER...]   :olu      who and where you are, who is online (administrators: and where)",
            "/watch USER...             show when they come and go",
            "/unwatch [USER...]         no more",
            "/typing [USER]             show them that you type",
            "/friend [USER]             ask to be friends or say yes; /unfriend USER: no, or no longer",
            "/block [USER]              take nothing more from them; /unblock USER",
            "/group create GROUP [NAME] | join | leave | members GROUP | list",
            "/group add GROUP USER... | remove GROUP USER | role GROUP USER admin|member",
            "/gmsg GROUP TEXT           send to a group",
            "/nodes                     the workers (administrators)",
            "/info            :info     who and where you are",
            "/help            :all      this",
            "/quit            :q!       leave (also Ctrl-D)",
            "✓ stored by the server   ✓✓ received by the other side");

    private final LoginFlow logins;
    private final Screen screen;
    private final PresenceCommands presence;
    private final RelationCommands relations;
    private final GroupCommands groups;
    private Optional<ActiveLogin> login = Optional.empty();
    private Optional<String> peer = Optional.empty();
    /** By conversation; of this login. */
    private final Map<String, Long> lastSent = new ConcurrentHashMap<>();

    CommandRunner(LoginFlow logins, Screen screen) {
        this.logins = logins;
        this.screen = screen;
        this.presence = new PresenceCommands(screen);
        this.relations = new RelationCommands(screen);
        this.groups = new GroupCommands(screen);
    }

    boolean isLoggedIn() {
        return login.isPresent();
    }

    /** What stands before the cursor: who is here, and whom a plain line goes to. */
    String prompt() {
        String who = login.map(active ->
                        active.user().value() + (active.client().node().isPresent() ? "" : " (offline)"))
                .orElse("(not logged in)");
        return who + peer.map(user -> " → " + user).orElse("") + "> ";
    }

    /** Whether the command succeeded; failures have been shown by then. Never fails. */
    CompletableFuture<Boolean> run(Command command) {
        if (command instanceof Command.Login wanted) {
            return done(logIn(wanted));
        } else if (command instanceof Command.Logout) {
            return withLogin(this::logOut);
        } else if (command instanceof Command.Message message) {
            return withLogin(active -> send(active, message.user(), message.text()));
        } else if (command instanceof Command.Say say) {
            return withLogin(active -> peer.map(user -> send(active, user, say.text()))
                    .orElseGet(() -> refused("To whom? /msg USER TEXT")));
        } else if (command instanceof Command.Talk talk) {
            peer = Optional.of(talk.user());
        } else if (command instanceof Command.Recall recall) {
            return withLogin(active -> peer.map(user -> recall(active, user, recall.seq()))
                    .orElseGet(() -> refused("With whom? /msg USER, then /recall")));
        } else if (command instanceof Command.History history) {
            return withLogin(active -> history(active, history));
        } else if (command instanceof Command.Who who) {
            return withLogin(active -> who(active, who.users()));
        } else if (command instanceof Command.Watch watch) {
            return withLogin(active -> presence.watch(active, watch.users()));
        } else if (command instanceof Command.Unwatch unwatch) {
            return withLogin(active -> presence.unwatch(active, unwatch.users()));
        } else if (command instanceof Command.Typing typing) {
            return withLogin(active -> typing(active, typing.user().or(() -> peer)));
        } else if (relations.knows(command)) {
            return withLogin(active -> relations.run(active.client().relations(), command));
        } else if (command instanceof Command.OfGroups wanted) {
            return withLogin(active -> groups.run(active, wanted));
        } else if (command instanceof Command.Nodes) {
            return withLogin(this::nodes);
        } else if (command instanceof Command.Info) {
            return withLogin(this::info);
        } else if (command instanceof Command.Help) {
            HELP.forEach(screen::note);
        } else if (command instanceof Command.Invalid invalid) {
            return refused(invalid.reason());
        }
        return done(true); // Talk is done by now; Nothing and Quit leave nothing to do here
    }

    /** Ends the session; it is not logged out. */
    void close() {
        login.ifPresent(ActiveLogin::close);
        login = Optional.empty();
    }

    private boolean logIn(Command.Login wanted) {
        if (login.filter(active -> active.client().node().isPresent()).isPresent()) {
            return refused("Already logged in, /logout first").join();
        }
        close();
        lastSent.clear();
        presence.reset();
        login = logins.login(wanted);
        return login.isPresent();
    }

    private CompletableFuture<Boolean> logOut(ActiveLogin active) {
        boolean ok = screen.show("Could not log out", active.client().logout(), done -> screen.note("Logged out"))
                .join();
        close();
        return done(ok);
    }

    private CompletableFuture<Boolean> send(ActiveLogin active, String to, String text) {
        peer = Optional.of(to);
        screen.users().add(to);
        return screen.show("Not sent to " + to, active.client().send(to, text), receipt -> {
            lastSent.merge(receipt.conversationId(), receipt.seq(), Math::max);
            screen.show(new ConsoleEvent.Sent(to, receipt));
            active.marks().sent(receipt.conversationId(), to, receipt.seq()).ifPresent(screen::show);
        });
    }

    private CompletableFuture<Boolean> recall(ActiveLogin active, String user, OptionalLong wanted) {
        String conversation = active.client().conversationWith(user);
        long seq = wanted.orElse(lastSent.getOrDefault(conversation, 0L));
        if (seq == 0) {
            return refused("Nothing was sent to " + user + " from here; /recall NUMBER takes a message by its number");
        }
        return screen.show(
                "Not recalled #" + seq,
                active.client().recall(conversation, seq),
                done -> screen.show(new ConsoleEvent.RecallDone(conversation, seq)));
    }

    private CompletableFuture<Boolean> history(ActiveLogin active, Command.History history) {
        ChatClient client = active.client();
        Optional<ConversationId> named = ConversationId.parse(history.with());
        if (named.isEmpty() && !UserId.isValid(history.with())) {
            return refused("Neither a user nor a conversation: " + history.with());
        }
        String conversation = named.map(ConversationId::value).orElseGet(() -> client.conversationWith(history.with()));
        return screen.show(
                "No history of " + history.with(),
                history.side() == Command.History.Side.AFTER
                        ? client.historyAfter(conversation, history.seq(), history.limit())
                        : client.history(conversation, history.seq(), history.limit()),
                page -> page.messages().forEach(message -> screen.show(new ConsoleEvent.Past(message))));
    }

    private CompletableFuture<Boolean> who(ActiveLogin active, List<String> named) {
        showWhere(active);
        return presence.who(active, named);
    }

    private CompletableFuture<Boolean> typing(ActiveLogin active, Optional<String> whom) {
        return whom.map(user ->
                        screen.show("Not told to " + user, active.client().typing(user), done -> {}))
                .orElseGet(() -> refused("To whom? /typing USER"));
    }

    private CompletableFuture<Boolean> nodes(ActiveLogin active) {
        return screen.show(
                "Could not list the workers",
                active.client().nodes(),
                nodes -> nodes.forEach(node -> screen.show(new ConsoleEvent.Node(node))));
    }

    private void showWhere(ActiveLogin active) {
        active.client()
                .node()
                .ifPresentOrElse(
                        node -> screen.show(
                                new ConsoleEvent.Connected(active.user().value(), node)),
                        () -> screen.note("Not connected at the moment, user: " + active.user()));
    }

    private CompletableFuture<Boolean> info(ActiveLogin active) {
        showWhere(active);
        return screen.show(
                "Could not list conversations",
                active.client().conversations(),
                heads -> heads.forEach(head -> screen.note(head.getConversationId() + " up to #" + head.getHeadSeq())));
    }

    private CompletableFuture<Boolean> withLogin(Function<ActiveLogin, CompletableFuture<Boolean>> run) {
        return login.map(run).orElseGet(() -> refused("Not logged in: /login"));
    }

    private CompletableFuture<Boolean> refused(String reason) {
        screen.show(new ConsoleEvent.Failed("INVALID_ARGUMENT", reason));
        return done(false);
    }

    private static CompletableFuture<Boolean> done(boolean ok) {
        return CompletableFuture.completedFuture(ok);
    }
}
