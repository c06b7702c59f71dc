package io.yizhan.client.sync;

import chat.v2.Head;
import chat.v2.Position;
import io.yizhan.client.store.LocalState;
import io.yizhan.client.store.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The inboxes of one device, and where each begins: where the device was, or as {@link BeginFrom} says; a conversation
 * that did not exist when all were listed, in this process or an earlier one, begins at its first number. Belongs to
 * the event loop.
 */
final class InboxTable {
    private static final int MAX_POSITIONS = 1_000;

    private final OwnDevice device;
    private final SyncSettings settings;
    private final Map<String, Long> stored = new HashMap<>();
    private final Map<String, Progress> remembered;
    /** Whether what is not stored began after this device knew everything. */
    private final boolean knewAll;

    private final Map<String, Long> handedOn = new HashMap<>();
    /** In order of last use, so that the newest are told when not all positions fit. */
    private final Map<String, ConversationInbox> inboxes = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<String> listed = new HashSet<>();
    private Map<String, Long> beforeListing = Map.of();
    private boolean complete;

    InboxTable(OwnDevice device, SyncSettings settings, LocalState state) {
        this.device = device;
        this.settings = settings;
        this.remembered = state.progress();
        this.knewAll = state.listed();
        remembered.forEach((id, progress) -> stored.put(id, progress.position()));
        this.handedOn.putAll(stored);
    }

    Collection<ConversationInbox> all() {
        return List.copyOf(inboxes.values());
    }

    ConversationInbox of(String conversationId) {
        ConversationInbox known = inboxes.get(conversationId);
        if (known != null) {
            return known;
        }
        ConversationInbox inbox = new ConversationInbox(conversationId, settings.inbox(), device::sent);
        Optional.ofNullable(remembered.get(conversationId))
                .map(Progress::shown)
                .orElse(List.of())
                .forEach(inbox::shown);
        inboxes.put(conversationId, inbox);
        if (complete) {
            inbox.beginAfter(stored.getOrDefault(conversationId, 0L), 0);
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
        listed.add(id);
        ConversationInbox inbox = of(id);
        Long known = stored.get(id);
        inbox.beginAfter(known == null ? beginning(head) : known, now);
        if (!complete && head.getHeadSeq() < beforeListing.getOrDefault(id, 0L)) {
            inbox.doubt();
        }
        return inbox;
    }

    /**
     * The server holds something newer before this device's position: numbers never go back, so this is another
     * cluster, or one that began anew, and so does this device.
     *
     * @param head as the server named it last
     */
    ConversationInbox beginAnew(Head head, long now) {
        String id = head.getConversationId();
        ConversationInbox inbox = of(id).anew();
        stored.remove(id);
        handedOn.remove(id);
        inboxes.put(id, inbox);
        inbox.beginAfter(beginning(head), now);
        return inbox;
    }

    /** A device that knew everything has missed all of what began since; the setting is for one that comes anew. */
    private long beginning(Head head) {
        return knewAll ? 0 : settings.beginFrom().position(head);
    }

    /**
     * All conversations were named; what was not has no messages, or was forgotten by the server: what this device has
     * shown of it, it has shown all the same. Returns the inboxes that began by that.
     */
    List<ConversationInbox> endListing(long now) {
        complete = true;
        beforeListing.keySet().stream()
                .filter(id -> !listed.contains(id))
                .map(this::of)
                .forEach(ConversationInbox::doubt);
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
}
