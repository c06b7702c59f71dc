package io.yizhan.bench.broker;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.bench.result.BareResult;
import io.yizhan.bench.result.Percentiles;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Appends batches of a worker's shape to the log, one after the other in each of its threads: no sessions, no numbers,
 * no look-up, nobody who reads. The records are as large as a worker's, and go to the queues that a worker would take.
 */
public final class BareProducer {
    private static final int DIGITS = 3;
    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MessageLog log;
    private final BatchShape shape;
    private final List<ConversationId> conversations;
    private final Content content;

    /**
     * A producer.
     *
     * @param log of its own: a topic that no worker consumes
     * @param sizes of the batches, see {@link io.yizhan.bench.result.BatchStatistics#sizes}
     * @param pairs how many conversations the messages are of
     * @param textBytes of each message
     */
    public BareProducer(MessageLog log, SortedMap<Integer, Long> sizes, int pairs, int textBytes) {
        this.log = log;
        this.shape = new BatchShape(sizes);
        this.conversations = IntStream.range(0, pairs)
                .mapToObj(pair ->
                        ConversationId.direct(new UserId("bench-" + pair + "a"), new UserId("bench-" + pair + "b")))
                .toList();
        this.content = Content.newBuilder()
                .setType(ContentType.TEXT)
                .setText(".".repeat(textBytes))
                .build();
    }

    /**
     * Appends for a while. Blocks.
     *
     * @param appenders threads; 1 is the strict "one after the other", a worker has {@code delivery.lanes}
     * @param warmUp appended before, and not counted
     */
    public BareResult run(int appenders, Duration warmUp, Duration measured) throws InterruptedException {
        Tally tally = new Tally(System.nanoTime() + warmUp.toNanos(), measured.toNanos());
        ExecutorService threads = Executors.newFixedThreadPool(appenders);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            IntStream.range(0, appenders).forEach(number -> all.add(() -> append(number, appenders, tally)));
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker did not take a batch: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
        double seconds = measured.toNanos() / SECOND;
        return new BareResult(
                appenders,
                tally.batches.sum(),
                tally.messages.sum() / seconds,
                tally.bytes.sum() / seconds,
                Percentiles.of(tally.micros));
    }

    private Void append(int number, int appenders, Tally tally)
            throws InterruptedException, ExecutionException, TimeoutException {
        SplittableRandom random = new SplittableRandom(number);
        long seq = 0;
        for (long begun = System.nanoTime(); !tally.isOver(begun); begun = System.nanoTime()) {
            int size = shape.draw(random);
            List<LogRecord> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                // like a lane, an appender has conversations of its own
                int own = random.nextInt(Math.max(1, conversations.size() / appenders)) * appenders + number;
                batch.add(record(conversations.get(own % conversations.size()), ++seq));
            }
            log.append(batch).toCompletableFuture().get(APPEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            tally.appended(begun, size, (long) size * content.getSerializedSize());
        }
        return null;
    }

    private LogRecord record(ConversationId conversation, long seq) {
        long now = System.currentTimeMillis();
        return new LogRecord.Stored(
                conversation,
                Message.newBuilder()
                        .setConversationId(conversation.value())
                        .setSeq(seq)
                        .setMessageId(now << 22)
                        .setFromUserId(conversation
                                .value()
                                .substring(2, conversation.value().lastIndexOf(':')))
                        .setFromDeviceId("default")
                        .setClientMsgId(TimeUnit.MILLISECONDS.toMicros(now))
                        .setContent(content)
                        .setServerTimeMs(now)
                        .build(),
                seq);
    }

    /** What was appended within the measured time. */
    private static final class Tally {
        private final long fromNanos;
        private final long measuredNanos;
        private final LongAdder batches = new LongAdder();
        private final LongAdder messages = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final ConcurrentHistogram micros = new ConcurrentHistogram(APPEND_LIMIT.toNanos() / 1_000, DIGITS);

        Tally(long fromNanos, long measuredNanos) {
            this.fromNanos = fromNanos;
            this.measuredNanos = measuredNanos;
        }

        boolean isOver(long nanos) {
            return nanos - fromNanos >= measuredNanos;
        }

        void appended(long begun, int records, long contentBytes) {
            long now = System.nanoTime();
            if (now - fromNanos >= 0 && !isOver(now)) {
                batches.increment();
                messages.add(records);
                bytes.add(contentBytes);
                micros.recordValue(Math.min(APPEND_LIMIT.toNanos() / 1_000, (now - begun) / 1_000));
            }
        }
    }
}
