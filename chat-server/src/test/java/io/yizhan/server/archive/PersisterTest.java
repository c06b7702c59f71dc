package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PersisterTest {
    private static final int FAILURES = 3;

    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());
    private final List<LogRecord> written = new CopyOnWriteArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();
    private final Persister persister = new Persister(log, store, this::placeAgain, written::addAll);
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    @AfterEach
    void close() {
        persister.close();
        log.close();
    }

    /** Dies a few times before it succeeds, the last time after it has appended. */
    private void placeAgain(List<LogRecord.Stored> late) {
        int attempt = tries.incrementAndGet();
        if (attempt < FAILURES) {
            throw new IllegalStateException("Not yet");
        }
        log.append(List.copyOf(late.stream().map(this::atTen).toList()));
        if (attempt == FAILURES) {
            throw new IllegalStateException("Died after the append");
        }
    }

    private LogRecord atTen(LogRecord.Stored late) {
        return new LogRecord.Stored(
                conversation, late.message().toBuilder().setSeq(10).build(), late.contentHash());
    }

    @Test
    void consumesALateMessageOnlyWhenItStandsInTheLogAgain_andStoresItOnce() {
        LogRecord.Stored late = Records.stored(conversation, 1, device);
        log.append(List.of(new LogRecord.Void(conversation, 1, 9)));
        log.append(List.of(late));
        persister.start();

        await().until(() -> written.contains(atTen(late)));

        assertThat(tries).hasValueGreaterThanOrEqualTo(FAILURES);
        assertThat(store.sent(
                                new UserId(late.message().getFromUserId()),
                                new DeviceId(device),
                                late.message().getClientMsgId())
                        .toCompletableFuture()
                        .join())
                .containsExactly((LogRecord.Stored) atTen(late));
        assertThat(store.completeTo(List.of(conversation)).toCompletableFuture().join())
                .containsEntry(conversation, 10L);
    }
}
