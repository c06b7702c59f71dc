package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The log of one conversation as careless workers write it: records come in any order, twice, after their numbers were
 * declared empty, or never. A consumer writes it to a store in batches of any size, crashes before it has noted how far
 * it came, and sometimes begins anew further back. What comes late is numbered again, by someone who may forget it.
 */
final class RandomLog {
    private final MessageStore store;
    private final long seed;
    private final Random random;
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();
    private final List<LogRecord> log = new ArrayList<>();
    private final List<LogRecord.Stored> numbered = new ArrayList<>();
    private final Map<Long, Long> remembered = new HashMap<>();
    private int consumed;
    private long head;
    private long lastMessageId;

    RandomLog(MessageStore store, long seed) {
        this.store = store;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void grow(int steps) {
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> number();
                case 3, 4, 5 -> append();
                case 6 -> declareEmpty();
                case 7 -> consumed = random.nextInt(3) == 0 ? random.nextInt(consumed + 1) : consumed;
                default -> consume();
            }
        }
    }

    private void number() {
        // now and then a client uses an id for another content
        long clientMsgId = head > 0 && random.nextInt(12) == 0 ? 1 + random.nextLong(head) : head + 1;
        Message message = Records.message(conversation, ++head, device, clientMsgId).toBuilder()
                .setMessageId(++lastMessageId)
                .build();
        numbered.add(new LogRecord.Stored(conversation, message, lastMessageId));
        remembered.put(lastMessageId, head);
    }

    /** Some are never appended, some more than once. */
    private void append() {
        if (!numbered.isEmpty()) {
            log.add(numbered.get(random.nextInt(numbered.size())));
        }
    }

    private void declareEmpty() {
        if (head > 0) {
            long from = 1 + random.nextLong(head);
            log.add(new LogRecord.Void(conversation, from, Math.min(head, from + random.nextInt(6))));
        }
    }

    private void consume() {
        int end = Math.min(log.size(), consumed + 1 + random.nextInt(12));
        List<LogRecord> batch = List.copyOf(log.subList(consumed, end));
        store.write(batch).forEach(this::numberAgain);
        boolean crashes = random.nextInt(5) == 0;
        consumed = crashes ? consumed : end;
    }

    /** As the sequencer does: the same number while the send is remembered, otherwise another. */
    private void numberAgain(LogRecord.Stored late) {
        long id = late.message().getMessageId();
        long lost = late.message().getSeq();
        if (random.nextInt(8) == 0) {
            remembered.remove(id);
        }
        if (remembered.getOrDefault(id, lost) == lost) {
            remembered.put(id, ++head);
        }
        Message moved = late.message().toBuilder().setSeq(remembered.get(id)).build();
        log.add(new LogRecord.Stored(conversation, moved, late.contentHash()));
    }

    void consumeAll() {
        while (consumed < log.size()) {
            consume();
        }
        log.add(new LogRecord.Void(conversation, 1, Math.max(1, head)));
        while (consumed < log.size()) {
            consume();
        }
    }

    /** The store holds what one reading in order makes of the log, and no further reading changes that. */
    void check() {
        Slice found = all();
        Map<Long, Long> expected = readOnce();
        assertThat(idBySeq(found)).as("seed %d", seed).isEqualTo(expected);
        assertThat(found.completeTo()).as("seed %d", seed).isEqualTo(Math.max(1, head));
        Set<Long> appended = log.stream()
                .filter(LogRecord.Stored.class::isInstance)
                .map(record -> ((LogRecord.Stored) record).message().getMessageId())
                .collect(Collectors.toSet());
        assertThat(expected.values()).as("seed %d: each once", seed).containsExactlyInAnyOrderElementsOf(appended);
        for (int reading = 0; reading < 3; reading++) {
            List<LogRecord> suffix = log.subList(random.nextInt(log.size()), log.size());
            assertThat(store.write(suffix)).as("seed %d", seed).isEmpty();
            assertThat(all()).as("seed %d", seed).isEqualTo(found);
        }
    }

    /** Message ids by number: the first record wins, and a message stands where it stood first. */
    private Map<Long, Long> readOnce() {
        Map<Long, Long> idBySeq = new TreeMap<>();
        Set<Long> settled = new HashSet<>();
        Set<Long> placed = new HashSet<>();
        for (LogRecord record : log) {
            if (record instanceof LogRecord.Void empty) {
                for (long seq = empty.fromSeq(); seq <= empty.toSeq(); seq++) {
                    settled.add(seq);
                }
            } else if (record instanceof LogRecord.Stored stored) {
                boolean free = settled.add(stored.message().getSeq());
                if (free && placed.add(stored.message().getMessageId())) {
                    idBySeq.put(stored.message().getSeq(), stored.message().getMessageId());
                }
            }
        }
        return idBySeq;
    }

    private static Map<Long, Long> idBySeq(Slice slice) {
        Map<Long, Long> idBySeq = new TreeMap<>();
        slice.messages().forEach(message -> idBySeq.put(message.getSeq(), message.getMessageId()));
        return idBySeq;
    }

    private Slice all() {
        return store.read(new Range(conversation, 1, Long.MAX_VALUE, 10_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
