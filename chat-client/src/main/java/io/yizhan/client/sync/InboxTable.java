package io.yizhan.client.sync;

import chat.v2.Head;
import chat.v2.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inboxes of one device, and where each begins: where the device was, or as {@link BeginFrom} says; a conversation
 * that did not exist when all were listed begins at its first number. Belongs to the event loop.
 */
final class InboxTable {
    private static final int MAX_POSITIONS = 1_000;

    private final OwnDevice device;
    private final SyncSettings settings;
    private final Map<String, Long> stored;
    private final Map<String, Long> handedOn = new HashMap<>();
    /** In order of last use, so that the newest are told when not all positions fit. */
    private final Map<String, ConversationInbox> inboxes = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<String> listed = new HashSet<>();
    private Map<String, Long> beforeListing = Map.of();
    private boolean complete;

    InboxTable(OwnDevice device, SyncSettings settings, Map<String, Long> stored) {
        this.device = device;
        this.settings = settings;
        this.stored = new HashMap<>(stored);
        this.handedOn.putAll(stored);
    }

    Collection<ConversationInbox> all() {
        return List.copyOf(inboxes.values());
    }

    ConversationInbox of(String conversationId) {
        ConversationInbox inbox = inboxes.get(conversationId);
        if (inbox == null) {
            inbox = new ConversationInbox(conversationId, settings.inbox(), device::sent);
            inboxes.put(conversationId, inbox);
            if (complete) {
                inbox.beginAfter(0, 0);
            }
        }
        return inbox;
    }

    boolean isCurrent(ConversationInbox inbox) {
        return inboxes.get(inbox.conversationId()) == inbox;
    }

    /** Whether all conversations were listed once. */
    boolean isComplete() {
        return complete;
    }

    List<Position> newestPositions() {
        List<ConversationInbox> byUse = new ArrayList<>(inboxes.values());
        return byUse.subList(Math.max(0, byUse.size() - MAX_POSITIONS), byUse.size()).stream()
                .filter(ConversationInbox::hasBegun)
                .map(inbox -> Position.newBuilder()
                        .setConversationId(inbox.conversationId())
                        .setSeq(inbox.cursor())
                        .build())
                .toList();
    }

    /** From now on every conversation is named by {@link #listed}, until {@link #endListing}. */
    void startListing() {
        complete = false;
        listed.clear();
        Map<String, Long> cursors = new HashMap<>(stored);
        inboxes.values().stream()
                .filter(ConversationInbox::hasBegun)
                .forEach(inbox -> cursors.put(inbox.conversationId(), inbox.cursor()));
        beforeListing = cursors;
    }

    /** The inbox of a conversation that the server named. */
    ConversationInbox listed(Head head, long now) {
        String id = head.getConversationId();
        boolean first = listed.add(id);
        if (!complete && first && head.getHeadSeq() < beforeListing.getOrDefault(id, 0L)) {
            forget(id); // numbers never go back: this is another cluster, or one that began anew
        }
        ConversationInbox inbox = of(id);
        Long known = stored.get(id);
        inbox.beginAfter(known == null ? settings.beginFrom().position(head) : known, now);
        return inbox;
    }

    /** All conversations were named; what was not has no messages. Returns the inboxes that began by that. */
    List<ConversationInbox> endListing(long now) {
        beforeListing.keySet().stream()
                .filter(id -> id.startsWith("d:") && !listed.contains(id))
                .forEach(this::forget);
        complete = true;
        beforeListing = Map.of();
        List<ConversationInbox> begun = new ArrayList<>();
        for (ConversationInbox inbox : all()) {
            if (!inbox.hasBegun()) {
                inbox.beginAfter(stored.getOrDefault(inbox.conversationId(), 0L), now);
                begun.add(inbox);
            }
        }
        return begun;
    }

    /** Whether {@code position} is news to the store of positions; it counts as told from now on. */
    boolean handedOn(ConversationInbox inbox, long position) {
        if (!inbox.hasBegun()) {
            return false;
        }
        Long before = handedOn.put(inbox.conversationId(), position);
        return before == null || before != position;
    }

    private void forget(String conversationId) {
        stored.remove(conversationId);
        handedOn.remove(conversationId);
        inboxes.remove(conversationId);
    }
}
