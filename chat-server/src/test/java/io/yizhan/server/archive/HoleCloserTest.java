package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoleCloserTest {
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC());
    private final List<LogRecord> written = new CopyOnWriteArrayList<>();
    private final Persister persister = new Persister(log, store, Records.noneLate(), batch -> {
        written.addAll(batch);
        throw new IllegalStateException("A listener that fails");
    });
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    @AfterEach
    void close() {
        persister.close();
        log.close();
    }

    private long completeTo() {
        return store.completeTo(List.of(conversation))
                .toCompletableFuture()
                .join()
                .get(conversation);
    }

    @Test
    void closesWhatStaysEmpty_throughTheLog() {
        persister.start();
        log.append(Records.run(conversation, 1, 2, device));
        log.append(Records.run(conversation, 5, 6, device));
        try (HoleCloser closer = new HoleCloser(store, log, Duration.ofMillis(150))) {
            closer.start();

            await().atMost(Duration.ofSeconds(10)).until(() -> completeTo() == 6);
        }

        assertThat(written).contains(new LogRecord.Void(conversation, 3, 4));
    }

    @Test
    void goesOnWriting_whenTheListenerFails() {
        persister.start();
        log.append(Records.run(conversation, 1, 1, device));
        await().until(() -> persister.written() == 1);

        log.append(Records.run(conversation, 2, 2, device));

        await().until(() -> persister.written() == 2);
        assertThat(completeTo()).isEqualTo(2);
    }
}
