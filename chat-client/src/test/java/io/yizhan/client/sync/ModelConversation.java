package io.yizhan.client.sync;

import chat.v2.Message;
import chat.v2.PullRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What a server may do with one conversation under the protocol: skip numbers, renumber, answer pulls in part. */
final class ModelConversation {
    static final String MINE = "mine";

    private final Random random;
    /** By seq; a number without an entry is void. */
    private final TreeMap<Long, Message> entries = new TreeMap<>();

    private final Set<Long> promised = new HashSet<>();
    private long head;
    private long settled;
    private long lastMessageId;

    ModelConversation(Random random) {
        this.random = random;
    }

    long head() {
        return head;
    }

    /** A new message; its number may leave others out. */
    Message add(boolean own) {
        head += random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
        Message message = Message.newBuilder()
                .setConversationId("d:alice:bob")
                .setSeq(head)
                .setMessageId(++lastMessageId)
                .setFromUserId(own ? "bob" : "alice")
                .setFromDeviceId(own ? MINE : "phone")
                .build();
        entries.put(head, message);
        if (own) {
            promised.add(head); // its SendResponse is out
        }
        return message;
    }

    /** Gives a message that nobody was promised a number another one, or does nothing. */
    List<Message> renumberOne() {
        List<Message> open = entries.tailMap(settled, false).values().stream()
                .filter(message -> !promised.contains(message.getSeq()))
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Message old = open.get(random.nextInt(open.size()));
        entries.remove(old.getSeq());
        Message moved = old.toBuilder().setSeq(++head).build();
        entries.put(head, moved);
        return List.of(moved);
    }

    /** The persister got further. */
    void settle() {
        settled += head == settled ? 0 : random.nextInt((int) (head - settled) + 1);
    }

    void settleAll() {
        settled = head;
    }

    PullPage answer(PullRequest pull) {
        long to = pull.getToSeq() == 0 ? head : Math.min(pull.getToSeq(), head);
        long complete = Math.min(to, settled);
        int limit = 1 + random.nextInt(pull.getLimit());
        List<Message> messages = new ArrayList<>();
        for (Message message : entries.tailMap(pull.getFromSeq()).values()) {
            if (message.getSeq() > complete) {
                break;
            }
            if (messages.size() == limit) {
                complete = message.getSeq() - 1;
                break;
            }
            messages.add(message);
        }
        Duration retry = complete < to ? Duration.ofMillis(random.nextInt(300)) : Duration.ZERO;
        return new PullPage(pull.getFromSeq(), messages, Math.max(complete, pull.getFromSeq() - 1), head, retry);
    }

    /** Ids of everything that the device must show in the end. */
    Set<Long> visibleIds() {
        Set<Long> ids = new HashSet<>();
        entries.values().stream()
                .filter(message -> !message.getFromDeviceId().equals(MINE))
                .forEach(message -> ids.add(message.getMessageId()));
        return ids;
    }

    /** Ids of what the device must have taken before it may acknowledge {@code seq}. */
    Set<Long> visibleIdsTo(long seq) {
        Set<Long> ids = new HashSet<>();
        entries.headMap(seq, true).values().stream()
                .filter(message -> !message.getFromDeviceId().equals(MINE))
                .forEach(message -> ids.add(message.getMessageId()));
        return ids;
    }
}
