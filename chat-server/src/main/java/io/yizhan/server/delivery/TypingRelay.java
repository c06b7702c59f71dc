package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Typing;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who types to the other side's devices. What comes within a tenth of a second is looked up in one go, away from
 * the connections that messages need; what is too much, or cannot be looked up, is dropped, since the next key stroke
 * tells it again. Safe from any thread, never blocks.
 */
public final class TypingRelay implements Typings {
    static final long PERIOD_MS = 100;

    private static final Logger log = LoggerFactory.getLogger(TypingRelay.class);
    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** In one period; beyond, they are dropped. */
    private static final int MOST = 500;
    /** In larger groups nobody is told who types (protocol). */
    private static final int LARGEST_GROUP = 50;

    private final PresenceBoard board;
    private final HolderLiveness liveness;
    private final SessionLocator sessions;
    private final GroupStore groups;
    private final GroupViews views;
    private final DeliveryClock clock;
    private final ScheduledExecutorService scheduler;
    /** Until when a user may not tell it again. */
    private final ConcurrentMap<Key, Long> told = new ConcurrentHashMap<>();

    private final ConcurrentMap<Key, Set<UserId>> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param scheduler only starts the calls; ended by its owner, and this with it */
    public TypingRelay(
            PresenceBoard board,
            HolderLiveness liveness,
            SessionLocator sessions,
            GroupStore groups,
            DeliveryClock clock,
            ScheduledExecutorService scheduler) {
        this.board = board;
        this.liveness = liveness;
        this.sessions = sessions;
        this.groups = groups;
        this.views = new GroupViews(groups, OnlineMembers.NONE);
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Begins to tell; called once. */
    public void start() {
        new Recurring(log, "Who types is not told", this::turn).withPauses(scheduler, Duration.ofMillis(PERIOD_MS));
    }

    @Override
    public CompletionStage<Void> typing(SessionAddress by, ConversationId conversation) {
        Key key = new Key(by.user(), conversation);
        if (!conversation.isDirect()) {
            return inGroup(by.user(), conversation.group().orElseThrow(), key);
        }
        if (!conversation.isDirectOf(by.user())) {
            return CompletableFuture.failedStage(
                    new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a conversation of this user"));
        }
        UserId peer = conversation.peerOf(by.user());
        if (!peer.equals(by.user())) {
            tellSoon(key, Set.of(peer));
        }
        return CompletableFuture.completedStage(null);
    }

    private void tellSoon(Key key, Set<UserId> peers) {
        if (waiting.size() < MOST && mayTell(key)) {
            waiting.put(key, peers);
        }
    }

    private CompletionStage<Void> inGroup(UserId user, GroupId group, Key key) {
        return groups.members(group, Optional.empty(), LARGEST_GROUP + 1).thenCompose(members -> {
            Set<UserId> peers = members.stream().map(Membership::user).collect(Collectors.toSet());
            if (peers.size() <= LARGEST_GROUP && peers.remove(user)) {
                tellSoon(key, peers);
                return CompletableFuture.<Void>completedStage(null);
            }
            return views.of(user, group).thenAccept(view -> {
                if (!view.isMember()) {
                    throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a group of yours: " + group);
                }
            });
        });
    }

    private boolean mayTell(Key key) {
        long now = clock.nanos();
        Long before = told.putIfAbsent(key, now + SPACING_NANOS);
        return before == null || now - before >= 0 && told.replace(key, before, now + SPACING_NANOS);
    }

    private void turn() {
        long now = clock.nanos();
        told.values().removeIf(until -> now - until >= 0);
        if (waiting.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        Map<Key, Set<UserId>> taken = new HashMap<>();
        waiting.forEach((key, peers) -> {
            if (waiting.remove(key, peers)) {
                taken.put(key, peers);
            }
        });
        List<UserId> all =
                taken.values().stream().flatMap(Set::stream).distinct().toList();
        board.look(all).whenComplete((found, failure) -> {
            busy.set(false);
            if (failure != null) {
                log.debug("Nobody is told who types, the receivers could not be looked up", failure);
            } else {
                tell(taken, found);
            }
        });
    }

    private void tell(Map<Key, Set<UserId>> taken, Map<UserId, Sighting> found) {
        Living living = liveness.living();
        Dispatch dispatch = new Dispatch(sessions);
        taken.forEach((key, peers) -> dispatch.mention(
                key.frame(),
                peers.stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .flatMap(sighting -> sighting.sessions().stream())
                        .filter(session -> living.mayInclude(session.holder()))
                        .toList()));
        dispatch.sendIfIdle();
    }

    private record Key(UserId user, ConversationId conversation) {
        Frame frame() {
            return Frame.newBuilder()
                    .setTyping(Typing.newBuilder()
                            .setConversationId(conversation.value())
                            .setUserId(user.value()))
                    .build();
        }
    }
}
