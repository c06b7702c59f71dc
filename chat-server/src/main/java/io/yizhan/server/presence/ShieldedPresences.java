package io.yizhan.server.presence;

import chat.v2.Frame;
import chat.v2.PresenceEvent;
import chat.v2.UserPresence;
import io.yizhan.access.RelationFeed;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.Relations;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.state.StateUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows whoever has blocked the one who watches as offline, as if he had never been there; also from the moment on at
 * which he does so, and no longer once he lifts it. What concerns one session is done in turn. Safe from any thread.
 */
public final class ShieldedPresences implements Presences, RelationFeed.Listener {
    private static final Logger log = LoggerFactory.getLogger(ShieldedPresences.class);

    private final Presences presences;
    private final Relations relations;
    private final ConcurrentMap<LocalSession, Watching> watching = new ConcurrentHashMap<>();

    public ShieldedPresences(Presences presences, Relations relations) {
        this.presences = presences;
        this.relations = relations;
    }

    @Override
    public CompletionStage<PresenceEvent> watch(LocalSession session, Collection<UserId> users) {
        List<UserId> asked = List.copyOf(users);
        return inTurn(session, before -> show(session, asked));
    }

    @Override
    public void left(LocalSession session) {
        watching.remove(session);
        presences.left(session);
    }

    @Override
    public void changed(UserId user, UserId other) {
        watching.keySet().stream()
                .filter(session -> session.user().equals(other))
                .forEach(session -> lookAgain(session, seen -> seen.asked().contains(user)));
    }

    @Override
    public void missed() {
        watching.keySet().forEach(session -> lookAgain(session, seen -> true));
    }

    private CompletionStage<PresenceEvent> show(LocalSession session, List<UserId> asked) {
        return relations.blockersOf(session.user(), asked).thenCompose(hidden -> {
            List<UserId> visible =
                    asked.stream().filter(user -> !hidden.contains(user)).toList();
            CompletionStage<PresenceEvent> answer = presences.watch(session, visible);
            if (!watching.containsKey(session)) {
                presences.left(session); // it ended meanwhile
            }
            return answer.thenApply(event -> {
                watching.computeIfPresent(session, (key, turn) -> turn.showing(new Seen(asked, hidden)));
                return merged(asked, event);
            });
        });
    }

    /** In the order asked for; who is missing in {@code event} is shown as one of whom nothing is known. */
    private static PresenceEvent merged(List<UserId> asked, PresenceEvent event) {
        Map<String, UserPresence> present = event.getUsersList().stream()
                .collect(Collectors.toMap(UserPresence::getUserId, Function.identity(), (one, same) -> one));
        PresenceEvent.Builder all = PresenceEvent.newBuilder();
        asked.forEach(user -> all.addUsers(present.getOrDefault(user.value(), offline(user))));
        return all.build();
    }

    private static UserPresence offline(UserId user) {
        return UserPresence.newBuilder().setUserId(user.value()).build();
    }

    /** Relations may have changed: says so of those who are hidden now, or no longer. */
    private void lookAgain(LocalSession session, Predicate<Seen> concerns) {
        inTurn(session, seen -> {
                    if (!concerns.test(seen)) {
                        return CompletableFuture.completedStage(PresenceEvent.getDefaultInstance());
                    }
                    return show(session, seen.asked()).thenApply(event -> changes(session, seen, event));
                })
                .whenComplete((event, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "Who has blocked whom cannot be asked, a list stands as it was: {}",
                                session.id(),
                                failure);
                    } else if (event.getUsersCount() > 0) {
                        session.write(Frame.newBuilder().setPresenceEvent(event).build());
                    }
                });
    }

    private PresenceEvent changes(LocalSession session, Seen before, PresenceEvent event) {
        Watching now = watching.get(session);
        Set<UserId> hidden = now == null ? before.hidden() : now.seen().hidden();
        PresenceEvent.Builder changed = PresenceEvent.newBuilder();
        event.getUsersList().stream()
                .filter(each -> hidden.contains(new UserId(each.getUserId()))
                        != before.hidden().contains(new UserId(each.getUserId())))
                .forEach(changed::addUsers);
        return changed.build();
    }

    /** Runs {@code task} when what was begun for the session before is done; it gets what the session sees then. */
    private CompletionStage<PresenceEvent> inTurn(
            LocalSession session, Function<Seen, CompletionStage<PresenceEvent>> task) {
        CompletableFuture<PresenceEvent> answer = new CompletableFuture<>();
        Watching turn = watching.compute(session, (key, before) -> {
            Watching last = before == null ? Watching.NOTHING : before;
            return last.followedBy(answer);
        });
        turn.previous().whenComplete((done, failure) -> begin(session, task, answer));
        return answer;
    }

    private void begin(
            LocalSession session,
            Function<Seen, CompletionStage<PresenceEvent>> task,
            CompletableFuture<PresenceEvent> answer) {
        Watching now = watching.get(session);
        if (now == null) {
            answer.completeExceptionally(new StateUnavailableException("The session has ended"));
            return;
        }
        task.apply(now.seen()).whenComplete((event, failure) -> {
            if (failure == null) {
                answer.complete(event);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    /** @param hidden those of {@code asked} who are not shown */
    private record Seen(List<UserId> asked, Set<UserId> hidden) {
        static final Seen NOBODY = new Seen(List.of(), Set.of());
    }

    /**
     * What one session sees, and what is under way for it.
     *
     * @param previous what the newest waits for
     * @param newest done when all that was begun is done
     */
    private record Watching(Seen seen, CompletionStage<PresenceEvent> previous, CompletionStage<PresenceEvent> newest) {
        static final Watching NOTHING = new Watching(
                Seen.NOBODY,
                CompletableFuture.completedStage(PresenceEvent.getDefaultInstance()),
                CompletableFuture.completedStage(PresenceEvent.getDefaultInstance()));

        Watching followedBy(CompletionStage<PresenceEvent> next) {
            return new Watching(seen, newest, next);
        }

        Watching showing(Seen now) {
            return new Watching(now, previous, newest);
        }
    }
}
