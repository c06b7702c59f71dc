package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Typing;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final PresenceBoard board;
    private final HolderLiveness liveness;
    private final SessionLocator sessions;
    private final DeliveryClock clock;
    private final ScheduledExecutorService scheduler;
    /** Until when a user may not tell it again. */
    private final ConcurrentMap<Key, Long> told = new ConcurrentHashMap<>();

    private final ConcurrentMap<Key, UserId> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param scheduler only starts the calls; ended by its owner, and this with it */
    public TypingRelay(
            PresenceBoard board,
            HolderLiveness liveness,
            SessionLocator sessions,
            DeliveryClock clock,
            ScheduledExecutorService scheduler) {
        this.board = board;
        this.liveness = liveness;
        this.sessions = sessions;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Begins to tell; called once. */
    public void start() {
        scheduler.scheduleWithFixedDelay(this::turn, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<Void> typing(SessionAddress by, ConversationId conversation) {
        if (!conversation.isDirect()) {
            return CompletableFuture.failedStage(new RequestRefused(ErrorCode.NO_SUCH_GROUP, "No such group"));
        }
        if (!conversation.isDirectOf(by.user())) {
            return CompletableFuture.failedStage(
                    new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a conversation of this user"));
        }
        UserId peer = conversation.peerOf(by.user());
        Key key = new Key(by.user(), conversation);
        if (!peer.equals(by.user()) && waiting.size() < MOST && mayTell(key)) {
            waiting.put(key, peer);
        }
        return CompletableFuture.completedStage(null);
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
        Map<Key, UserId> taken = new HashMap<>();
        waiting.forEach((key, peer) -> {
            if (waiting.remove(key, peer)) {
                taken.put(key, peer);
            }
        });
        board.look(taken.values().stream().distinct().toList()).whenComplete((found, failure) -> {
            busy.set(false);
            if (failure != null) {
                log.debug("Nobody is told who types, the receivers could not be looked up", failure);
            } else {
                tell(taken, found);
            }
        });
    }

    private void tell(Map<Key, UserId> taken, Map<UserId, Sighting> found) {
        Living living = liveness.living();
        Dispatch dispatch = new Dispatch(sessions);
        taken.forEach((key, peer) -> {
            Sighting sighting = found.get(peer);
            if (sighting != null) {
                dispatch.mention(
                        key.frame(),
                        sighting.sessions().stream()
                                .filter(session -> living.mayInclude(session.holder()))
                                .toList());
            }
        });
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
