package io.yizhan.server.presence;

import chat.v2.PresenceEvent;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.LocalSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Which session watches whom. A list counts from its request on; it takes the place of the session's earlier one when
 * it is answered. Belongs to the presence thread, but for {@link #isWatched}.
 */
final class WatchTable {
    private final long graceNanos;
    private final Consumer<UserId> forgotten;
    private final ConcurrentMap<UserId, Watched> watched = new ConcurrentHashMap<>();
    private final Map<LocalSession, WatchList> answered = new HashMap<>();
    private final Map<LocalSession, List<WatchList>> asking = new HashMap<>();
    private long entries;

    /** @param forgotten hears of each user whom nobody watches any more */
    WatchTable(long graceNanos, Consumer<UserId> forgotten) {
        this.graceNanos = graceNanos;
        this.forgotten = forgotten;
    }

    /** From any thread. */
    boolean isWatched(UserId user) {
        return watched.containsKey(user);
    }

    /** In all lists, also those that are not answered yet. */
    long entries() {
        return entries;
    }

    Collection<Watched> all() {
        return watched.values();
    }

    Collection<UserId> users() {
        return watched.keySet();
    }

    Optional<Watched> find(UserId user) {
        return Optional.ofNullable(watched.get(user));
    }

    /** How these users stand, in this order. */
    PresenceEvent event(Collection<UserId> some) {
        PresenceEvent.Builder event = PresenceEvent.newBuilder();
        some.forEach(user -> find(user).ifPresent(entry -> event.addUsers(entry.presence())));
        return event.build();
    }

    /** Lists that wait for the registry. */
    List<WatchList> asking() {
        return asking.values().stream().flatMap(List::stream).toList();
    }

    /** Enters a list; whom the registry is to be asked for is in its {@link WatchList#unknown}. */
    void enter(WatchList list) {
        entries += list.users().size();
        asking.computeIfAbsent(list.session(), session -> new ArrayList<>(1)).add(list);
        for (UserId user : list.users()) {
            Watched entry = watched.computeIfAbsent(user, id -> new Watched(id, graceNanos));
            entry.lists().add(list);
            if (!entry.isKnown()) {
                list.unknown().add(user);
            }
        }
    }

    /** The list is answered: it counts now, and no earlier one of its session. */
    void settle(WatchList list) {
        noLongerAsking(list);
        WatchList before = answered.get(list.session());
        if (before != null && before.number() > list.number()) {
            takeOut(list);
            return;
        }
        if (before != null) {
            takeOut(before);
        }
        if (list.users().isEmpty()) {
            answered.remove(list.session());
        } else {
            answered.put(list.session(), list);
        }
    }

    /** The list is refused: nothing stands of it. */
    void refuse(WatchList list) {
        noLongerAsking(list);
        takeOut(list);
    }

    /** Whether this is the list of its session at present. */
    boolean counts(WatchList list) {
        return answered.get(list.session()) == list;
    }

    /** Takes out all lists of a session that has ended; gives those that nobody has answered. */
    List<WatchList> leave(LocalSession session) {
        WatchList list = answered.remove(session);
        if (list != null) {
            takeOut(list);
        }
        List<WatchList> open = List.copyOf(asking.getOrDefault(session, List.of()));
        open.forEach(this::refuse);
        return open;
    }

    private void noLongerAsking(WatchList list) {
        asking.computeIfPresent(list.session(), (session, lists) -> {
            lists.remove(list);
            return lists.isEmpty() ? null : lists;
        });
    }

    private void takeOut(WatchList list) {
        entries -= list.users().size();
        for (UserId user : list.users()) {
            find(user).ifPresent(entry -> {
                entry.lists().remove(list);
                if (entry.lists().isEmpty()) {
                    watched.remove(user);
                    forgotten.accept(user);
                }
            });
        }
    }
}
