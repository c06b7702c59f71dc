package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.recall;
import static io.yizhan.server.archive.Records.run;
import static io.yizhan.server.archive.Records.stored;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.MessageStore.Range;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every message store promises of messages that were taken back. */
public abstract class RecallStoreContract {
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    protected abstract MessageStore store();

    private List<Message> messages() {
        return store().read(new Range(conversation, 1, Long.MAX_VALUE, 1_000, 1 << 20, false))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .messages();
    }

    private long completeTo() {
        return store().completeTo(List.of(conversation))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .get(conversation);
    }

    private void assertEmptied(Message message, LogRecord.Stored before) {
        assertThat(message)
                .isEqualTo(before.message().toBuilder()
                        .setContent(Content.newBuilder().setType(ContentType.RECALLED))
                        .build());
    }

    @Test
    void emptiesTheMessage_andKeepsAllElse_whenItIsRecalled() {
        LogRecord.Stored taken = stored(conversation, 2, device);
        store().write(run(conversation, 1, 3, device));
        LogRecord.Stored notice = recall(conversation, 4, 2);

        store().write(List.of(notice));

        assertThat(messages()).extracting(Message::getSeq).containsExactly(1L, 2L, 3L, 4L);
        assertEmptied(messages().get(1), taken);
        assertThat(messages().get(0)).isEqualTo(stored(conversation, 1, device).message());
        assertThat(messages().get(3)).isEqualTo(notice.message());
        assertThat(completeTo()).isEqualTo(4);
    }

    @Test
    void emptiesTheMessage_whenBothAreInOneBatch() {
        LogRecord.Stored taken = stored(conversation, 1, device);

        store().write(List.of(taken, recall(conversation, 2, 1)));

        assertEmptied(messages().get(0), taken);
    }

    @Test
    void staysEmpty_whenTheRecordsComeAgain() {
        LogRecord.Stored taken = stored(conversation, 1, device);
        List<LogRecord> batch = List.of(taken, recall(conversation, 2, 1));
        store().write(batch);
        List<Message> before = messages();

        store().write(batch);
        store().write(List.of(taken));
        store().write(List.of(batch.get(1)));

        assertThat(messages()).isEqualTo(before);
    }

    @Test
    void tellsOnce_whenTwoRecallsGotTwoNumbers() {
        store().write(List.of(stored(conversation, 1, device), recall(conversation, 2, 1)));

        store().write(List.of(recall(conversation, 3, 1), stored(conversation, 4, device)));

        assertThat(messages()).extracting(Message::getSeq).containsExactly(1L, 2L, 4L);
        assertThat(completeTo()).isEqualTo(4);
    }

    @Test
    void tellsOnce_whenBothRecallsAreInOneBatch() {
        store().write(List.of(stored(conversation, 1, device)));

        store().write(List.of(recall(conversation, 2, 1), recall(conversation, 3, 1)));

        assertThat(messages()).extracting(Message::getSeq).containsExactly(1L, 2L);
        assertThat(completeTo()).isEqualTo(3);
    }

    @Test
    void recallsSeveral_inOneBatchWithRepeatedSends() {
        List<LogRecord> sends = run(conversation, 1, 3, device);
        store().write(sends.subList(0, 2));

        store().write(List.of(
                sends.get(0),
                sends.get(2),
                recall(conversation, 4, 1),
                recall(conversation, 5, 3),
                new LogRecord.Stored(conversation, Records.message(conversation, 6, device, 2), 62)));

        assertThat(messages()).extracting(Message::getSeq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(messages())
                .extracting(message -> message.getContent().getType())
                .containsExactly(
                        ContentType.RECALLED,
                        ContentType.TEXT,
                        ContentType.RECALLED,
                        ContentType.SYSTEM,
                        ContentType.SYSTEM);
        assertThat(completeTo()).isEqualTo(6);
    }

    @Test
    void leavesTheMessage_whenTheRecallsNumberWasDeclaredEmptyBefore() {
        LogRecord.Stored kept = stored(conversation, 1, device);
        store().write(List.of(kept, new LogRecord.Void(conversation, 2, 2)));

        LogRecord.Stored late = recall(conversation, 2, 1);
        assertThat(store().write(List.of(late))).containsExactly(late);

        assertThat(messages()).containsExactly(kept.message());
    }

    @Test
    void isFoundByWhatItSays_andNotGivenBackAsLate_whenItStandsUnderAnotherNumber() {
        LogRecord.Stored told = recall(conversation, 3, 1);
        store().write(List.of(stored(conversation, 1, device), new LogRecord.Void(conversation, 2, 2), told));

        assertThat(store().write(List.of(recall(conversation, 2, 1)))).isEmpty();

        assertThat(store().sent(new UserId("alice"), DeviceId.SERVER, told.clientMsgId())
                        .toCompletableFuture()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join())
                .containsExactly(told);
    }
}
