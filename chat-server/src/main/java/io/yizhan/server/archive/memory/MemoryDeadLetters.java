package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Dead letters of a worker that runs alone. */
public final class MemoryDeadLetters implements DeadLetters {
    private final Map<String, Letter> letters = new ConcurrentSkipListMap<>();

    @Override
    public void keep(Letter letter) {
        letters.putIfAbsent(letter.origin(), letter);
    }

    /** All that were kept, by origin. */
    public List<Letter> all() {
        return List.copyOf(letters.values());
    }
}
