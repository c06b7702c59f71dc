package io.yizhan.model;

import io.yizhan.model.Tally.Event;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.memory.MemorySequencer;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import java.util.function.Supplier;

/** What Redis keeps, and forgets all at once. */
final class RedisMemory {
    private final MemorySequencer sequencer;
    private final RefilledIndex index;
    private final Supplier<MemorySessionRegistry> registries;
    private final Supplier<RestoredPositions> books;
    private final Tally tally;
    private MemorySessionRegistry registry;
    private RestoredPositions positions;

    /** @param registries makes empty ones */
    RedisMemory(
            MemorySequencer sequencer,
            Supplier<MemorySessionRegistry> registries,
            ArchivedState archived,
            Service database,
            Tally tally) {
        this.sequencer = sequencer;
        this.index = new RefilledIndex(archived, database, tally);
        this.registries = registries;
        this.books = () -> new RestoredPositions(archived, database, tally);
        this.tally = tally;
        this.registry = registries.get();
        this.positions = books.get();
    }

    /** As after FLUSHALL: numbers go on in another epoch. */
    void forget() {
        sequencer.loseMemory();
        index.forget();
        registry = registries.get();
        positions = books.get();
        tally.count(Event.REDIS_FORGOT);
    }

    MemorySequencer sequencer() {
        return sequencer;
    }

    RefilledIndex index() {
        return index;
    }

    MemorySessionRegistry registry() {
        return registry;
    }

    RestoredPositions positions() {
        return positions;
    }
}
