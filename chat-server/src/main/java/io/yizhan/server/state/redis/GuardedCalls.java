package io.yizhan.server.state.redis;

import io.yizhan.server.state.StateUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs scripts that a guard stands before; those whose guard does not fit are run again when it was renewed. */
final class GuardedCalls {
    /** What a guarded script gives when it did nothing. */
    private static final String EPOCH = "EPOCH";

    private static final int RENEWALS = 3;

    private final RedisCalls calls;
    private final EpochGuards guards;

    GuardedCalls(RedisCalls calls, EpochGuards guards) {
        this.calls = calls;
        this.guards = guards;
    }

    /** As {@link RedisCalls#run}. Fails also when the guards cannot be renewed. */
    CompletionStage<List<Object>> run(String what, List<ScriptCall> scripts) {
        return run(what, scripts, RENEWALS);
    }

    private CompletionStage<List<Object>> run(String what, List<ScriptCall> scripts, int renewals) {
        return calls.run(what, scripts).thenCompose(answers -> {
            List<Integer> refused = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                if (EPOCH.equals(answers.get(i))) {
                    refused.add(i);
                }
            }
            if (refused.isEmpty()) {
                return CompletableFuture.completedStage(answers);
            }
            if (renewals == 0) {
                return CompletableFuture.failedStage(new StateUnavailableException(
                        what + " failed", new IllegalStateException("The guards fit no longer than a moment")));
            }
            List<ScriptCall> again = refused.stream().map(scripts::get).toList();
            return guards.renew()
                    .thenCompose(renewed -> run(what, again, renewals - 1))
                    .thenApply(late -> merged(answers, refused, late));
        });
    }

    private static List<Object> merged(List<Object> answers, List<Integer> refused, List<Object> late) {
        List<Object> all = new ArrayList<>(answers);
        for (int i = 0; i < refused.size(); i++) {
            all.set(refused.get(i), late.get(i));
        }
        return all;
    }
}
