package io.yizhan.client.console;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
            "/history USER [COUNT]      what was said (20 unless you say), g:GROUP for a group;",
            "         before|after NUMBER   from there backwards or forwards",
            "/who [USER...]   :olu      who and where you are, who is online (administrators: and where)",
            "/watch USER...             show when they come and go",
            "/unwatch [USER...]         no more",
            "/typing [USER]             show them that you type",
            "/friend [USER]             ask to be friends or say yes; /unfriend USER: no, or no longer",
            "/block [USER]              take nothing more from them; /unblock USER",
            "/group create GROUP [NAME] | join | leave | members GROUP | list",
            "/group reads GROUP [NUMBER]   who has read it; without a number: who has read how far",
            "/group add GROUP USER... | remove GROUP USER | role GROUP USER admin|member",
            "/gmsg GROUP [TEXT]         send to a group; plain lines then go there as well",
            "/nodes                     the workers (administrators)",
            "/info            :info     who and where you are",
            "/help            :all      this",
            "/quit            :q!       leave (also Ctrl-D)",
            "✓ stored by the server   ✓✓ received by the other side");

    private final LoginFlow logins;
    private final Screen screen;
    private final TalkCommands talks;
    private final PresenceCommands presence;
    private final RelationCommands relations;
    private final GroupCommands groups;
    private Optional<ActiveLogin> login = Optional.empty();

    CommandRunner(LoginFlow logins, Screen screen) {
        this.logins = logins;
        this.screen = screen;
        this.talks = new TalkCommands(screen);
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
        return who + talks.partner().map(it -> " → " + it.label()).orElse("") + "> ";
    }

    /** Whether the command succeeded; failures have been shown by then. Never fails. */
    CompletableFuture<Boolean> run(Command command) {
        if (command instanceof Command.Login wanted) {
            return done(logIn(wanted));
        } else if (command instanceof Command.Logout) {
            return withLogin(this::logOut);
        } else if (command instanceof Command.Talk talk) {
            talks.turnTo(new Partner.Person(talk.user()));
        } else if (command instanceof Command.GroupTalk talk) {
            talks.turnTo(new Partner.Group(talk.group()));
        } else if (command instanceof Command.OfTalks talk) {
            return withLogin(active -> talks.run(active, talk));
        } else if (command instanceof Command.Who who) {
            return withLogin(active -> who(active, who.users()));
        } else if (command instanceof Command.Watch watch) {
            return withLogin(active -> presence.watch(active, watch.users()));
        } else if (command instanceof Command.Unwatch unwatch) {
            return withLogin(active -> presence.unwatch(active, unwatch.users()));
        } else if (relations.knows(command)) {
            return withLogin(active -> relations.run(active.client().relations(), command));
        } else if (command instanceof Command.Group wanted) {
            return withLogin(active -> groups.run(active, wanted));
        } else if (command instanceof Command.Nodes) {
            return withLogin(this::nodes);
        } else if (command instanceof Command.Info) {
            return withLogin(this::info);
        } else if (command instanceof Command.Help) {
            HELP.forEach(screen::note);
        } else if (command instanceof Command.Invalid invalid) {
            return screen.refused(invalid.reason());
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
            return screen.refused("Already logged in, /logout first").join();
        }
        close();
        talks.reset();
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

    private CompletableFuture<Boolean> who(ActiveLogin active, List<String> named) {
        showWhere(active);
        return presence.who(active, named);
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
        return login.map(run).orElseGet(() -> screen.refused("Not logged in: /login"));
    }

    private static CompletableFuture<Boolean> done(boolean ok) {
        return CompletableFuture.completedFuture(ok);
    }
}
