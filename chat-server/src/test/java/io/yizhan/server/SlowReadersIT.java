package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.PullRequest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.transport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that log in and never read again, with load towards them. For more: {@code -Dyizhan.slow-readers=1000}. */
@Timeout(120)
class SlowReadersIT {
    private static final int READERS = Integer.getInteger("yizhan.slow-readers", 100);
    private static final long MOST_UNSENT = 128 << 10;
    /** For the hundred; beyond, what each may cost. */
    private static final long MOST_DIRECT = Math.max(50 << 20, READERS * MOST_UNSENT);

    private static final int TEXT = 15_000;
    private static final Duration RESEND_AFTER = Duration.ofSeconds(2);

    private final MemoryBackend backend = new MemoryBackend();
    private final List<RawClient> readers = new ArrayList<>();
    private MemoryWorker worker;

    @AfterEach
    void stop() throws Exception {
        for (RawClient reader : readers) {
            reader.close();
        }
        worker.close();
        backend.close();
    }

    @Test
    void costLittle_areClosed_andDisturbNobody() throws Exception {
        worker = new MemoryWorker(backend, RESEND_AFTER, 16 << 20, mesh -> mesh);
        for (int i = 0; i < READERS; i++) {
            readers.add(RawClient.thatTakesLittle(worker.port).loggedIn("slow" + i));
        }
        RawClient bob = new RawClient(worker.port).loggedIn("bob");
        AtomicLong mostUnsent = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        List<Long> waits = new ArrayList<>();

        long directBefore = directMemory();
        long mostDirect = directBefore;

        long began = System.nanoTime();
        try (RawClient ann = new RawClient(worker.port).loggedIn("ann")) {
            while (worker.sessions.size() > 2 && sinceMs(began) < 60_000) {
                sendToEach(ann, sent);
                waits.add(millisOfOne(ann, bob, sent.incrementAndGet()));
                look(mostUnsent);
                mostDirect = Math.max(mostDirect, directMemory());
            }
        }

        waits.sort(null);
        System.out.printf(
                "%d that never read: closed within %d ms, %d bytes unsent to one at most, %d KiB of direct memory;"
                        + " %d messages of others: half within %d ms, 99 %% within %d ms%n",
                READERS,
                sinceMs(began),
                mostUnsent.get(),
                (mostDirect - directBefore) >> 10,
                waits.size(),
                waits.get(waits.size() / 2),
                waits.get((waits.size() - 1) * 99 / 100));
        assertThat(worker.sessions.size()).as("sessions left").isLessThanOrEqualTo(2);
        assertThat(sinceMs(began)).as("ms until the last was closed").isLessThan(60_000);
        assertThat(mostUnsent.get())
                .as("bytes unsent to one of them")
                .isPositive()
                .isLessThanOrEqualTo(MOST_UNSENT);
        assertThat(mostDirect - directBefore).as("bytes of direct memory").isLessThan(MOST_DIRECT);
        assertThat(waits.get(waits.size() / 2))
                .as("ms for others, in the median")
                .isLessThan(1_000);
        nothingIsMissing("slow0");
        nothingIsMissing("slow" + (READERS - 1));
        bob.close();
    }

    private static void sendToEach(RawClient ann, AtomicLong sent) throws IOException {
        long first = sent.get() + 1;
        for (int i = 0; i < READERS; i++) {
            long id = sent.incrementAndGet();
            ann.send(RawClient.message(id, "slow" + i, id, "x".repeat(TEXT)));
        }
        int answered = 0;
        while (answered < READERS) {
            Frame answer = ann.receive();
            answered += answer.hasSendResponse() && answer.getRequestId() >= first ? 1 : 0;
        }
    }

    private static long millisOfOne(RawClient ann, RawClient bob, long id) throws IOException {
        long before = System.nanoTime();
        ann.send(RawClient.message(id, "bob", id, "hi"));
        assertThat(ann.answerTo(id).hasSendResponse()).isTrue();
        Message pushed = bob.receive().getPush().getMessages(0);
        bob.send(RawClient.ack(0, pushed.getConversationId(), pushed.getSeq()));
        return sinceMs(before);
    }

    private void look(AtomicLong mostUnsent) {
        worker.sessions.all().stream()
                .mapToLong(LocalSession::unsentBytes)
                .max()
                .ifPresent(now -> mostUnsent.accumulateAndGet(now, Math::max));
    }

    /** It comes back and pulls: every number up to the head is there. */
    private void nothingIsMissing(String user) throws IOException {
        try (RawClient back = new RawClient(worker.port).loggedIn(user)) {
            long head = Long.MAX_VALUE;
            long next = 1;
            while (next <= head) {
                back.send(Frame.newBuilder()
                        .setRequestId(7)
                        .setPullRequest(PullRequest.newBuilder()
                                .setConversationId("d:ann:" + user)
                                .setFromSeq(next)
                                .setLimit(50))
                        .build());
                var page = back.receive().getPullResponse();
                head = page.getHeadSeq();
                for (Message message : page.getMessagesList()) {
                    assertThat(message.getSeq()).isEqualTo(next++);
                }
                assertThat(page.getMessagesCount()).isPositive();
            }
            assertThat(head).isPositive();
        }
    }

    /** Where what was written waits for the sockets. */
    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static long sinceMs(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
