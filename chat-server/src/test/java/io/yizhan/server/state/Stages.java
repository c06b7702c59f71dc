package io.yizhan.server.state;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for stages in tests, not for ever. */
public final class Stages {
    private Stages() {}

    public static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** What the stage fails with. */
    public static Throwable failure(CompletionStage<?> stage) {
        try {
            throw new AssertionError("Did not fail but gave: " + get(stage));
        } catch (CompletionException e) {
            return e.getCause();
        }
    }
}
