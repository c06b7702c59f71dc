package io.yizhan.server.group;

import chat.v2.ErrorCode;
import io.yizhan.group.GroupAnswer.Refused;
import io.yizhan.group.GroupRefusal;
import io.yizhan.server.delivery.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What came of a plan's events, in its order. Asked only when all have an outcome. */
final class Sent {
    private final List<CompletableFuture<SendOutcome>> outcomes = new ArrayList<>();

    void add(CompletionStage<SendOutcome> outcome) {
        outcomes.add(outcome.toCompletableFuture());
    }

    /** Completes with this when all have an outcome. */
    CompletionStage<Sent> all() {
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(all -> this);
    }

    /** The highest number that one of them got; 0 if none did. */
    long lastSeq() {
        return outcomes.stream()
                .map(CompletableFuture::join)
                .filter(SendOutcome.Stored.class::isInstance)
                .mapToLong(outcome -> ((SendOutcome.Stored) outcome).response().getSeq())
                .max()
                .orElse(0);
    }

    /** Whether one of them may yet be stored, or not. */
    boolean isOpen() {
        return refused(0, outcomes.size()).anyMatch(refused -> refused.code() != ErrorCode.OVERLOADED);
    }

    /** Why those from one to another are not all stored. */
    Optional<Refused> failure(int from, int to) {
        return refused(from, to)
                .findFirst()
                .map(refused -> new Refused(
                        refused.code() == ErrorCode.OVERLOADED ? GroupRefusal.OVERLOADED : GroupRefusal.UNAVAILABLE,
                        refused.message()));
    }

    private Stream<SendOutcome.Refused> refused(int from, int to) {
        return outcomes.subList(from, to).stream()
                .map(CompletableFuture::join)
                .filter(SendOutcome.Refused.class::isInstance)
                .map(SendOutcome.Refused.class::cast);
    }
}
