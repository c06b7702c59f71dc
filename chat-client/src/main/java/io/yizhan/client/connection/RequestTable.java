package io.yizhan.client.connection;

import chat.v2.Frame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The open requests of one connection by request id. Belongs to the event loop. */
final class RequestTable {
    private record Open(CompletableFuture<Frame> answer, Future<?> timer) {}

    private final ScheduledExecutorService loop;
    private final Duration timeout;
    private final Map<Long, Open> open = new HashMap<>();
    private long lastId;

    RequestTable(ScheduledExecutorService loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    /** Makes an id for {@code request}, writes it there, and waits for the answer. */
    CompletableFuture<Frame> open(Frame.Builder request) {
        long id = ++lastId;
        request.setRequestId(id);
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        String what = request.getBodyCase().toString();
        Future<?> timer = loop.schedule(() -> expire(id, what), timeout.toMillis(), TimeUnit.MILLISECONDS);
        open.put(id, new Open(answer, timer));
        return answer;
    }

    /** Gives {@code frame} to who asked; false when nobody waits for it. */
    boolean answer(Frame frame) {
        Open request = open.remove(frame.getRequestId());
        if (request == null) {
            return false;
        }
        request.timer().cancel(false);
        if (frame.hasError()) {
            request.answer().completeExceptionally(new ChatException(frame.getError()));
        } else {
            request.answer().complete(frame);
        }
        return true;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void failAll(Throwable cause) {
        List<Open> failed = List.copyOf(open.values());
        open.clear();
        failed.forEach(request -> {
            request.timer().cancel(false);
            request.answer().completeExceptionally(cause);
        });
    }

    private void expire(long id, String what) {
        Open request = open.remove(id);
        if (request != null) {
            request.answer()
                    .completeExceptionally(new TimeoutException("No answer to " + what + " within: " + timeout));
        }
    }
}
