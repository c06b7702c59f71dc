package io.yizhan.server.cluster;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Channels of one worker on which publications get lost on the way in, or which do not publish for a while. */
final class FaultyChannels implements PeerChannels {
    private final PeerChannels channels;
    private final AtomicReference<Predicate<byte[]>> loses = new AtomicReference<>(bytes -> false);
    private final AtomicReference<@Nullable CountDownLatch> stall = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean fails;

    FaultyChannels(PeerChannels channels) {
        this.channels = channels;
    }

    /** From now on what this says of is lost on the way to this worker, without a word to anybody. */
    void lose(Predicate<byte[]> which) {
        loses.set(which);
    }

    /** What this worker publishes fails; half of it arrives all the same. */
    void fail(boolean now) {
        fails = now;
    }

    int failures() {
        return failures.get();
    }

    /** Whoever publishes waits until the returned action is run. */
    Runnable stall() {
        CountDownLatch latch = new CountDownLatch(1);
        stall.set(latch);
        return () -> {
            stall.set(null);
            latch.countDown();
        };
    }

    @Override
    public List<Boolean> publish(List<Publication> publications) {
        CountDownLatch latch = stall.get();
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Ended while it was stalled", e);
            }
        }
        if (fails) {
            failures.incrementAndGet();
            channels.publish(publications.subList(0, publications.size() / 2));
            throw new IllegalStateException("meant to fail, in a test");
        }
        return channels.publish(publications);
    }

    @Override
    public void listen(String channel, Consumer<byte[]> listener) {
        channels.listen(channel, bytes -> {
            if (!loses.get().test(bytes)) {
                listener.accept(bytes);
            }
        });
    }

    @Override
    public void close() {
        channels.close();
    }
}
