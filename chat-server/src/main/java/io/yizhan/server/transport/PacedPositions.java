package io.yizhan.server.transport;

import chat.v2.Position;
import io.netty.channel.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where one device is in its groups: written down at once, and then once in one to three seconds at most. A message to
 * a thousand is acknowledged a thousand times, and nobody is told of it. The pauses differ, since who began together,
 * as all do whom one message reached, would else write together for good. Owned by the channel's event loop.
 */
final class PacedPositions {
    static final long SHORTEST_PAUSE_MS = 1_000;
    static final long LONGEST_PAUSE_MS = 3_000;

    private final EventLoop loop;
    private final Consumer<List<Position>> write;
    private final Map<String, Position> waiting = new LinkedHashMap<>(0);
    /** Until it is over nothing is written. */
    private @Nullable Future<?> pause;

    private boolean ended;

    /** @param write takes {@link PositionRequests#MAX_POSITIONS} at most; must not block */
    PacedPositions(EventLoop loop, Consumer<List<Position>> write) {
        this.loop = loop;
        this.write = write;
    }

    /** These were reached, or could not be written; of one conversation the highest counts. */
    void take(List<Position> positions) {
        if (ended) {
            return; // the device will tell again where it is
        }
        for (Position position : positions) {
            waiting.merge(
                    position.getConversationId(),
                    position,
                    (one, other) -> Long.compareUnsigned(one.getSeq(), other.getSeq()) >= 0 ? one : other);
        }
        if (pause == null) {
            write();
        }
    }

    private void write() {
        if (waiting.isEmpty()) {
            pause = null;
        } else {
            pause = loop.schedule(this::write, pauseMs(), TimeUnit.MILLISECONDS);
            write.accept(some());
        }
    }

    private static long pauseMs() {
        return ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS + 1);
    }

    private List<Position> some() {
        List<Position> some =
                waiting.values().stream().limit(PositionRequests.MAX_POSITIONS).toList();
        some.forEach(position -> waiting.remove(position.getConversationId()));
        return some;
    }

    /** The session has ended: what waits is written, and nothing after it. */
    void end() {
        ended = true;
        if (pause != null) {
            pause.cancel(false);
        }
        while (!waiting.isEmpty()) {
            write.accept(some());
        }
    }
}
