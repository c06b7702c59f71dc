package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * What waits in a lane: in order within a conversation, and conversations in turns. So one that sends more than the
 * lane can carry waits behind itself, and takes no more than three quarters of the room. Of a group, which may be held
 * up until its members have been told what came before, so much waits as can go on within seconds. Safe from any
 * thread.
 */
final class TurnQueue {
    /** Messages of a group's members; what the server tells a group is never too much. */
    static final int MOST_OF_GROUP = 256;

    private final int capacity;
    private final int share;
    /** Guarded by this, like all below. */
    private final Map<ConversationId, Queue<PendingSend>> waiting = new HashMap<>();

    private final Queue<ConversationId> turns = new ArrayDeque<>();
    private int size;

    TurnQueue(int capacity) {
        this.capacity = capacity;
        this.share = capacity - capacity / 4;
    }

    /** False if there is no room. */
    synchronized boolean offer(PendingSend send) {
        Queue<PendingSend> own = waiting.get(send.conversation());
        if (size >= capacity || (own != null && own.size() >= mostLike(send))) {
            return false;
        }
        if (own == null) {
            own = new ArrayDeque<>(1);
            waiting.put(send.conversation(), own);
            turns.add(send.conversation());
        }
        size++;
        return own.add(send);
    }

    private int mostLike(PendingSend send) {
        boolean isNeverTooMuch =
                send.conversation().isDirect() || send.command().isFromServer();
        return isNeverTooMuch ? share : Math.min(share, MOST_OF_GROUP);
    }

    /** Takes the next one of those whose conversation may go on, if it has no more bytes than this. */
    synchronized Optional<PendingSend> poll(long mostBytes, Predicate<ConversationId> mayGoOn) {
        ConversationId turn = turnOf(mayGoOn) ? turns.peek() : null;
        Queue<PendingSend> own = turn == null ? null : waiting.get(turn);
        if (own == null || own.element().bytes() > mostBytes) {
            return Optional.empty();
        }
        turns.remove();
        PendingSend next = own.remove();
        size--;
        if (own.isEmpty()) {
            waiting.remove(turn);
        } else {
            turns.add(turn);
        }
        return Optional.of(next);
    }

    /** Whether there is something whose conversation may go on; it is its turn then, and others' after it. */
    synchronized boolean turnOf(Predicate<ConversationId> mayGoOn) {
        for (int heldUp = 0; heldUp < turns.size(); heldUp++) {
            if (mayGoOn.test(turns.element())) {
                return true;
            }
            turns.add(turns.remove());
        }
        return false;
    }

    /** Takes back what was not taken yet; says whether it could. */
    synchronized boolean remove(PendingSend send) {
        Queue<PendingSend> own = waiting.get(send.conversation());
        if (own == null || !own.remove(send)) {
            return false;
        }
        size--;
        if (own.isEmpty()) {
            waiting.remove(send.conversation());
            turns.remove(send.conversation());
        }
        return true;
    }

    synchronized int size() {
        return size;
    }
}
