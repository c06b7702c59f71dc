package io.yizhan.server.state.memory;

import io.yizhan.server.state.UnsavedPositions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is unsaved in this process. Safe from any thread; stages are complete when they are returned. */
public final class MemoryUnsavedPositions implements UnsavedPositions {
    /** By what names them; what is claimed lies in both until it is settled. */
    private final Map<List<Object>, Change> waiting = new LinkedHashMap<>();

    private final Map<List<Object>, Change> claimed = new LinkedHashMap<>();
    private long claims;

    synchronized void note(Change change) {
        waiting.put(nameOf(change), change);
    }

    /** What was claimed and not settled comes again with the next claim. */
    @Override
    public synchronized CompletionStage<Batch> claim(int limit) {
        claimed.forEach(waiting::putIfAbsent);
        claimed.clear();
        for (List<Object> name : new ArrayList<>(waiting.keySet()).subList(0, Math.min(limit, waiting.size()))) {
            claimed.put(name, waiting.get(name));
            waiting.remove(name);
        }
        claims++;
        return CompletableFuture.completedStage(new Batch(Long.toString(claims), new ArrayList<>(claimed.values())));
    }

    @Override
    public synchronized CompletionStage<Void> settle(Batch saved) {
        if (saved.claim().equals(Long.toString(claims))) {
            claimed.clear();
        }
        return CompletableFuture.completedStage(null);
    }

    private static List<Object> nameOf(Change change) {
        if (change instanceof Reached reached) {
            return List.of("p", reached.conversation(), reached.user());
        }
        if (change instanceof Acknowledged acknowledged) {
            return List.of("c", acknowledged.user(), acknowledged.device(), acknowledged.conversation());
        }
        return List.of("s", change);
    }
}
