package io.yizhan.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.operations.LetterCalls;
import io.yizhan.operations.LetterCalls.Answer;
import io.yizhan.operations.LetterCalls.Call;
import io.yizhan.operations.LetterCalls.What;
import io.yizhan.server.archive.DeadLetterReplay;
import io.yizhan.server.archive.DeadLetters.Letter;
import io.yizhan.server.archive.LogRecordCodec;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LetterCallHandlerTest {
    private static final byte[] UNREADABLE = {1, 2, 3};

    private final MemoryDeadLetters letters = new MemoryDeadLetters();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());
    private final Persister persister = new Persister(log, store, Records.noneLate(), batch -> {});
    private final ConversationId conversation = Records.conversation();
    private final DeadLetterReplay replay = new DeadLetterReplay(letters, log, store, Duration.ofSeconds(10));
    private final LetterCallHandler handler = new LetterCallHandler(letters, replay, Runnable::run);

    @AfterEach
    void close() {
        persister.close();
        log.close();
    }

    private Answer call(What what, long id) {
        byte[] answer = handler.call(LetterCalls.encode(new Call(what, id, 10)))
                .toCompletableFuture()
                .join();
        return LetterCalls.decodeAnswer(answer);
    }

    @Test
    void listsShowsReplaysAndGivesUp() {
        byte[] record = LogRecordCodec.encode(Records.stored(conversation, 1, "phone"));
        letters.keep(new Letter("a", conversation.value(), 1, "Data too long", record));
        letters.keep(new Letter("b", "", 0, "Not an entry of the log", UNREADABLE));
        persister.start();

        assertThat(call(What.LIST, 0).letters())
                .extracting(LetterCalls.Letter::id, LetterCalls.Letter::reason, LetterCalls.Letter::record)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "Data too long", null),
                        org.assertj.core.groups.Tuple.tuple(2L, "Not an entry of the log", null));
        assertThat(call(What.LIST, 1).letters()).hasSize(1);
        assertThat(call(What.SHOW, 2).letter().orElseThrow().record())
                .isEqualTo(Base64.getEncoder().encodeToString(UNREADABLE));

        Answer restored = call(What.REPLAY, 1);
        assertThat(restored.outcome()).isEqualTo("RESTORED");
        assertThat(restored.settled()).isTrue();
        assertThat(persister.written()).isEqualTo(1);
        Answer unreadable = call(What.REPLAY, 2);
        assertThat(unreadable.outcome()).isEqualTo("UNREADABLE");
        assertThat(unreadable.settled()).isFalse();
        assertThat(call(What.DROP, 2).settled()).isTrue();
        assertThat(letters.waiting(0, 10)).isEmpty();
    }

    @Test
    void saysThatThereIsNone() {
        for (What what : new What[] {What.SHOW, What.REPLAY, What.DROP}) {
            assertThat(call(what, 77).letters()).isEmpty();
        }
    }

    @Test
    void failsItsStage_whenItIsNoCall_orTheWorkerCloses() {
        assertThat(handler.call("{}?".getBytes(StandardCharsets.UTF_8))).isCompletedExceptionally();
        LetterCallHandler closing = new LetterCallHandler(letters, replay, task -> {
            throw new RejectedExecutionException("closing");
        });
        assertThat(closing.call(new byte[0])).isCompletedExceptionally();
    }
}
