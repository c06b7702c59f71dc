package io.yizhan.model;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Ends a property that has held for {@code -Dmodel.seconds}, and says how often it was tried. */
final class Budget implements AroundTryHook {
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("model.seconds", 20));

    private final long startedNanos = System.nanoTime();
    private int tries;
    private boolean failed;

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        TryExecutionResult result = aTry.execute(parameters);
        tries++;
        failed |= result.isFalsified();
        Duration passed = Duration.ofNanos(System.nanoTime() - startedNanos);
        if (failed || passed.compareTo(LIMIT) < 0) {
            return result;
        }
        System.out.printf("%s: %d scripts in %d s%n", context.label(), tries, passed.toSeconds());
        return TryExecutionResult.satisfied(true);
    }
}
