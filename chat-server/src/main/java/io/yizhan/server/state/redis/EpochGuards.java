package io.yizhan.server.state.redis;

import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards that tell the numbering scripts whether Redis still remembers what it has given out: each is the
 * replication id of the server that it was made for, and the epoch of the numbers since. Where one is missing or names
 * another server, the epoch is raised and the guard made anew. Safe from any thread; waits on one of its own.
 */
public final class EpochGuards implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EpochGuards.class);
    private static final LuaScript LOOK = LuaScript.load("guard-look");
    private static final LuaScript SET = LuaScript.load("guard-set");

    /** Below what a send may take. */
    private static final Duration TURN_LIMIT = Duration.ofSeconds(5);

    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    /**
     * How old a look may be that a guard is set by: less than a turn at the register outlives a worker that hangs, so
     * that nobody else can have raised the epoch again meanwhile.
     */
    private static final Duration LOOK_COUNTS = Duration.ofMillis(2_500);

    private final RedisCalls calls;
    private final EpochRegister register;
    private final ArchivedState archived;
    private final AtomicReference<@Nullable CompletableFuture<Void>> running = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "epochs");
        made.setDaemon(true);
        return made;
    });

    /** @param archived asked only where neither Redis nor the register knows an epoch */
    public EpochGuards(RedisCalls calls, EpochRegister register, ArchivedState archived) {
        this.calls = calls;
        this.register = register;
        this.archived = archived;
    }

    /**
     * Looks at all guards and makes those anew that do not fit; joins a look that is under way.
     *
     * @return fails with a {@link StateUnavailableException} when Redis or the register cannot be reached
     */
    public CompletionStage<Void> renew() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> first = running.compareAndExchange(null, mine);
        if (first != null) {
            return first.minimalCompletionStage();
        }
        try {
            thread.execute(() -> renew(mine));
        } catch (RejectedExecutionException e) {
            end(mine, new StateUnavailableException("The guards are not renewed: this worker is closing", e));
        }
        return mine.minimalCompletionStage();
    }

    private void renew(CompletableFuture<Void> mine) {
        try (EpochRegister.Turn turn = register.turn(TURN_LIMIT)) {
            renewNow(turn);
            end(mine, null);
        } catch (RuntimeException e) {
            end(mine, e);
        }
    }

    /** Whoever asks after this begins another look. */
    private void end(CompletableFuture<Void> mine, @Nullable RuntimeException failure) {
        running.set(null);
        if (failure == null) {
            mine.complete(null);
        } else {
            mine.completeExceptionally(failure);
        }
    }

    private void renewNow(EpochRegister.Turn turn) {
        List<String> keys = ConversationKeys.guards();
        List<SeenGuard> unfit = new ArrayList<>();
        long highest = EpochRegister.NONE;
        List<Object> looks = await(calls.run(
                "Looking at the guards",
                keys.stream().map(key -> LOOK.call(List.of(key), List.of())).toList()));
        for (int i = 0; i < keys.size(); i++) {
            SeenGuard guard = SeenGuard.parse(keys.get(i), (List<?>) looks.get(i));
            highest = Math.max(highest, guard.epoch());
            if (!guard.fits()) {
                unfit.add(guard);
            }
        }
        if (unfit.isEmpty()) {
            log.info("The guards fit, nothing was lost or another worker has raised the epoch: {}", highest);
            return;
        }
        long present = turn.present();
        if (highest == EpochRegister.NONE && present == EpochRegister.NONE) {
            highest = archivedEpoch();
        }
        long epoch = turn.raise(highest);
        List<Object> set = await(calls.run(
                "Setting the guards",
                unfit.stream()
                        .map(guard -> SET.call(List.of(guard.key()), guard.toSet(epoch, LOOK_COUNTS)))
                        .toList()));
        tell(Math.max(highest, present), epoch, unfit, set);
    }

    /** What an operator is to know: where numbers skip, and where they do not as they should. */
    private static void tell(long before, long epoch, List<SeenGuard> unfit, List<Object> set) {
        PartNumbers raised = PartNumbers.of(unfit, index -> set.get(index).equals(1L));
        PartNumbers left = PartNumbers.of(unfit, index -> !set.get(index).equals(1L));
        if (epoch == 0) {
            log.info("Numbers begin in a new cluster");
        } else if (!raised.isEmpty()) {
            log.warn(
                    "Epoch raised from {} to {}, Redis may have lost numbers; parts: {}",
                    before == EpochRegister.NONE ? "none" : before,
                    epoch,
                    raised);
        }
        if (!left.isEmpty()) {
            log.warn("Parts whose guard Redis did not take keep theirs, of an epoch before {}: {}", epoch, left);
        }
    }

    /** A cluster that has messages is not new, also when Redis and the register were both lost. */
    private long archivedEpoch() {
        long number = await(archived.highestNumber());
        return number == 0 ? EpochRegister.NONE : SequenceNumber.epoch(number);
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("Interrupted while renewing the guards", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StateUnavailableException("The guards could not be renewed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
