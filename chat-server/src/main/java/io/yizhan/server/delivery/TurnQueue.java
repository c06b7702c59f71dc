package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * What waits in a lane: in order within a conversation, and conversations in turns. So one that sends more than the
 * lane can carry waits behind itself, and takes no more than three quarters of the room. Safe from any thread.
 */
final class TurnQueue {
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
        if (size >= capacity || (own != null && own.size() >= share)) {
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

    /** Takes the next one if it has no more bytes than this. */
    synchronized Optional<PendingSend> poll(long mostBytes) {
        ConversationId turn = turns.peek();
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
