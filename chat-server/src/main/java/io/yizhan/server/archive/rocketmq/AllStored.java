package io.yizhan.server.archive.rocketmq;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRefusedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The parts of a batch as one: stored when all are, refused only when all are. */
final class AllStored {
    private AllStored() {}

    static CompletionStage<Void> of(List<CompletableFuture<Void>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(parts, failure)))
                .minimalCompletionStage();
    }

    /** @param failure of any of the parts, all of which are through */
    private static Throwable told(List<CompletableFuture<Void>> parts, Throwable failure) {
        boolean oneSaysRefused = isRefused(failure);
        boolean allSaySo = parts.stream()
                .allMatch(part -> part.handle((stored, why) -> why != null && isRefused(why))
                        .join());
        return oneSaysRefused && !allSaySo
                ? new ArchiveUnavailableException("A part of a batch may be stored", failure)
                : failure;
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof LogRefusedException || failure.getCause() instanceof LogRefusedException;
    }
}
