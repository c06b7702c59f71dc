package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.DeadLetters;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters of a worker that runs alone. */
public final class MemoryDeadLetters implements DeadLetters {
    /** By origin; guarded by this. */
    private final Map<String, Kept> letters = new LinkedHashMap<>();

    @Override
    public synchronized void keep(Letter letter) {
        letters.putIfAbsent(letter.origin(), new Kept(letters.size() + 1L, Instant.now(), false, letter));
    }

    @Override
    public synchronized List<Kept> waiting(long afterId, int limit) {
        return letters.values().stream()
                .filter(kept -> !kept.settled() && kept.id() > afterId)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Kept> find(long id) {
        return letters.values().stream().filter(kept -> kept.id() == id).findAny();
    }

    @Override
    public synchronized void settle(long id) {
        letters.replaceAll((origin, kept) -> kept.id() == id ? new Kept(id, kept.since(), true, kept.letter()) : kept);
    }

    /** All that were kept, by origin. */
    public synchronized List<Letter> all() {
        return letters.values().stream()
                .map(Kept::letter)
                .sorted(Comparator.comparing(Letter::origin))
                .toList();
    }
}
