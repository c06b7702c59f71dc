package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.DeadLetterReplay.Outcome;
import io.yizhan.server.archive.DeadLetters.Kept;
import io.yizhan.server.archive.DeadLetters.Letter;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterReplayTest {
    private final MemoryDeadLetters letters = new MemoryDeadLetters();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());
    private final Persister persister = new Persister(log, store, Records.noneLate(), batch -> {});
    private final DeadLetterReplay replay = replay(Duration.ofSeconds(10));
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    @AfterEach
    void close() {
        persister.close();
        log.close();
    }

    private DeadLetterReplay replay(Duration limit) {
        return new DeadLetterReplay(letters, log, store, limit);
    }

    private Kept kept(LogRecord record) {
        return kept(LogRecordCodec.encode(record));
    }

    private Kept kept(byte[] record) {
        letters.keep(new Letter("origin", conversation.value(), 2, "the column was too short then", record));
        return now();
    }

    private Kept now() {
        return letters.find(1).orElseThrow();
    }

    private List<Long> seqs() {
        return store
                .read(new Range(conversation, 1, 100, 100, 1 << 20, false))
                .toCompletableFuture()
                .join()
                .messages()
                .stream()
                .map(chat.v2.Message::getSeq)
                .toList();
    }

    @Test
    void restoresTheMessageAtItsNumber_andDoesNothingTheSecondTime() throws Exception {
        store.write(List.of(Records.stored(conversation, 1, device), Records.stored(conversation, 3, device)));
        persister.start();
        Kept letter = kept(Records.stored(conversation, 2, device));

        assertThat(replay.replay(letter)).isEqualTo(Outcome.RESTORED);

        assertThat(seqs()).containsExactly(1L, 2L, 3L);
        assertThat(now().settled()).isTrue();
        assertThat(replay.replay(letter)).isEqualTo(Outcome.RESTORED);
        assertThat(replay.replay(now())).isEqualTo(Outcome.RESTORED);
        assertThat(seqs()).containsExactly(1L, 2L, 3L);
        assertThat(persister.written()).isEqualTo(1);
    }

    @Test
    void waitsOn_whenNobodyWritesIt_andIsRestoredByTheNextReplay() throws Exception {
        Kept letter = kept(Records.stored(conversation, 2, device));

        assertThat(replay(Duration.ofMillis(10)).replay(letter)).isEqualTo(Outcome.NOT_YET);
        assertThat(now().settled()).isFalse();

        persister.start();
        assertThat(replay.replay(letter)).isEqualTo(Outcome.RESTORED);
        assertThat(now().settled()).isTrue();
    }

    @Test
    void waitsOn_whenItsNumberIsAnothers() throws Exception {
        store.write(List.of(Records.stored(conversation, 2, Records.device())));

        assertThat(replay.replay(kept(Records.stored(conversation, 2, device)))).isEqualTo(Outcome.NUMBER_TAKEN);
        assertThat(now().settled()).isFalse();
    }

    @Test
    void isSettled_whenItsNumberIsDeclaredEmpty() throws Exception {
        store.write(List.of(new LogRecord.Void(conversation, 1, 5)));

        assertThat(replay.replay(kept(Records.stored(conversation, 2, device)))).isEqualTo(Outcome.EMPTY);
        assertThat(now().settled()).isTrue();
    }

    @Test
    void waitsOn_whenThisBuildCannotReadItEither() throws Exception {
        assertThat(replay.replay(kept(new byte[] {1, 2, 3}))).isEqualTo(Outcome.UNREADABLE);
        assertThat(now().settled()).isFalse();
    }

    @Test
    void putsAnEmptyRangeBack() throws Exception {
        persister.start();

        assertThat(replay.replay(kept(new LogRecord.Void(conversation, 1, 4)))).isEqualTo(Outcome.RESTORED);
        assertThat(now().settled()).isTrue();
    }
}
