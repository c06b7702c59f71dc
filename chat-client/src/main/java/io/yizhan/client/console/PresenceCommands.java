package io.yizhan.client.console;

import chat.v2.ErrorCode;
import chat.v2.UserPresence;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.gate.GateException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/** Carries out what is asked of who is there. Used by the thread that reads the commands. */
final class PresenceCommands {
    private final Screen screen;
    /** Written when an answer has come, on the client's thread. */
    private final Set<String> watched = new ConcurrentSkipListSet<>();

    private volatile boolean mayAskTheGate = true;

    PresenceCommands(Screen screen) {
        this.screen = screen;
    }

    /** Another login begins: it watches nobody, and may be an administrator. */
    void reset() {
        watched.clear();
        mayAskTheGate = true;
    }

    /** Shows these users now, and from now on when they come and go. */
    CompletableFuture<Boolean> watch(ActiveLogin active, List<String> users) {
        Set<String> all = new TreeSet<>(watched);
        all.addAll(users);
        return screen.show("Not watched", active.client().presence(all), present -> {
            watched.addAll(users);
            show(present, users);
        });
    }

    /** Watches these users no more, or nobody if none is named. */
    CompletableFuture<Boolean> unwatch(ActiveLogin active, List<String> users) {
        Set<String> rest = new TreeSet<>(users.isEmpty() ? List.of() : watched);
        users.forEach(rest::remove);
        return screen.show("Still watched", active.client().presence(rest), present -> watched.retainAll(rest));
    }

    /** Who of these is online, besides whom is watched already; for administrators also where. */
    CompletableFuture<Boolean> who(ActiveLogin active, List<String> named) {
        List<String> users = named.isEmpty() ? screen.users().all() : named;
        CompletableFuture<Boolean> cluster = named.isEmpty() ? online(active) : sessions(active, named);
        return users.isEmpty() ? cluster : present(active, users).thenCombine(cluster, Boolean::logicalAnd);
    }

    private CompletableFuture<Boolean> present(ActiveLogin active, List<String> users) {
        Set<String> all = new TreeSet<>(watched);
        all.addAll(users);
        return active.client()
                .presence(all)
                .handle((present, error) -> {
                    if (error == null) {
                        show(present, users);
                        return true;
                    }
                    if (isNotServed(error)) {
                        screen.note(
                                "Known: " + String.join(", ", users) + " (this server does not tell who is online)");
                        return true;
                    }
                    screen.show(FailureText.of("Presence is not known", error));
                    return false;
                })
                .thenCompose(shown -> all.equals(watched)
                        ? CompletableFuture.completedFuture(shown)
                        : active.client().presence(watched).handle((done, error) -> shown));
    }

    private void show(Collection<UserPresence> present, Collection<String> users) {
        present.stream()
                .filter(user -> users.contains(user.getUserId()))
                .forEach(user -> screen.show(new WhoEvent.Presence(user)));
    }

    private CompletableFuture<Boolean> online(ActiveLogin active) {
        return forAdministrators(
                () -> active.client().online().thenAccept(count -> screen.show(new WhoEvent.Online(count))));
    }

    private CompletableFuture<Boolean> sessions(ActiveLogin active, List<String> users) {
        return forAdministrators(() -> CompletableFuture.allOf(users.stream()
                .map(user -> active.client()
                        .sessions(user)
                        .thenAccept(found -> found.sessions()
                                .forEach(session -> screen.show(new WhoEvent.Session(found.userId(), session)))))
                .toArray(CompletableFuture[]::new)));
    }

    /** Whoever is no administrator sees nothing of it, and is not told so each time. */
    private CompletableFuture<Boolean> forAdministrators(Supplier<CompletableFuture<Void>> ask) {
        if (!mayAskTheGate) {
            return CompletableFuture.completedFuture(true);
        }
        return ask.get().handle((done, error) -> {
            if (error != null && isNotForUs(error)) {
                mayAskTheGate = false;
            } else if (error != null) {
                screen.show(FailureText.of("The gate does not tell more", error));
                return false;
            }
            return true;
        });
    }

    private static boolean isNotForUs(Throwable error) {
        return FailureText.cause(error) instanceof GateException refusal
                && (refusal.status() == 403 || refusal.status() == 404);
    }

    /** A worker that does not know a request says so by this code (protocol, section 1). */
    private static boolean isNotServed(Throwable error) {
        return FailureText.cause(error) instanceof ChatException refusal
                && refusal.code() == ErrorCode.INVALID_ARGUMENT;
    }
}
