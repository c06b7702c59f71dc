package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.message;
import static io.yizhan.server.archive.Records.run;
import static io.yizhan.server.archive.Records.stored;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every message store makes of a log in which anything may come twice, too late, or never. */
public abstract class FirstRecordWinsContract {
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    protected abstract MessageStore store();

    /** How many random logs to try; each has another seed. */
    protected abstract int logs();

    private Slice all() {
        return store().read(new Range(conversation, 1, Long.MAX_VALUE, 1_000, 1 << 20, false))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private List<Long> seqs() {
        return all().messages().stream().map(Message::getSeq).toList();
    }

    private LogRecord.Void empty(long from, long to) {
        return new LogRecord.Void(conversation, from, to);
    }

    @Test
    void leavesTheVoid_andGivesBackTheMessage_whenItComesLateForItsNumber() {
        store().write(run(conversation, 1, 2, device));
        store().write(List.of(empty(3, 6)));
        LogRecord.Stored late = stored(conversation, 5, device);
        List<LogRecord> batch = List.of(late, stored(conversation, 7, device), late);

        assertThat(store().write(batch)).containsExactly(late);
        assertThat(store().write(batch)).containsExactly(late);

        assertThat(seqs()).containsExactly(1L, 2L, 7L);
        assertThat(all().completeTo()).isEqualTo(7);
    }

    @Test
    void givesALateMessageBack_untilItStandsUnderAnotherNumber() {
        LogRecord.Stored late = moved(1, 1, 5);
        assertThat(store().write(List.of(empty(1, 1), late))).containsExactly(late);

        LogRecord.Stored otherNumber = moved(2, 1, 5);
        assertThat(store().write(List.of(late, otherNumber))).isEmpty();
        assertThat(store().write(List.of(late))).isEmpty();
        assertThat(store().write(List.of(moved(3, 1, 5)))).isEmpty();

        assertThat(seqs()).containsExactly(2L);
        assertThat(all().completeTo()).isEqualTo(3);
    }

    @Test
    void givesALateMessageBack_whenItsIdStandsForAnother() {
        store().write(List.of(moved(1, 1, 5), empty(2, 2)));

        LogRecord.Stored late = moved(2, 1, 6);
        assertThat(store().write(List.of(late))).containsExactly(late);
        assertThat(store().write(List.of(moved(3, 1, 6)))).isEmpty();
        assertThat(store().write(List.of(late))).isEmpty();

        assertThat(seqs()).containsExactly(1L, 3L);
    }

    /** The same send at any number. */
    private LogRecord.Stored moved(long seq, long clientMsgId, long hash) {
        Message message = message(conversation, seq, device, clientMsgId).toBuilder()
                .setMessageId(clientMsgId)
                .build();
        return new LogRecord.Stored(conversation, message, hash);
    }

    @Test
    void keepsEveryMessageOnce_andTheFirstRecordOfANumber_howeverOftenTheLogIsRead() {
        for (int log = 1; log <= logs(); log++) {
            RandomLog random = new RandomLog(store(), 4_000L + log);
            random.grow(120);
            random.consumeAll();
            random.check();
        }
    }
}
