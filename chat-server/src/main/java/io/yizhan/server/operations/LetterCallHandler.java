package io.yizhan.server.operations;

import io.yizhan.access.CallDesk;
import io.yizhan.operations.LetterCalls;
import io.yizhan.operations.LetterCalls.Answer;
import io.yizhan.operations.LetterCalls.Call;
import io.yizhan.operations.LetterCalls.Letter;
import io.yizhan.server.archive.DeadLetterReplay;
import io.yizhan.server.archive.DeadLetterReplay.Outcome;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.DeadLetters.Kept;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Does for gates what {@code bin/chatctl deadletter} does, on a thread that may block. */
public final class LetterCallHandler implements CallDesk.Handler {
    private static final int MOST = 1_000;

    private final DeadLetters letters;
    private final DeadLetterReplay replay;
    private final Executor thread;

    /** @param thread one, so that nobody replays a letter twice at once */
    public LetterCallHandler(DeadLetters letters, DeadLetterReplay replay, Executor thread) {
        this.letters = letters;
        this.replay = replay;
        this.thread = thread;
    }

    @Override
    public CompletionStage<byte[]> call(byte[] body) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> LetterCalls.encode(answer(LetterCalls.decodeCall(body))), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e); // the worker is closing
        }
    }

    private Answer answer(Call call) {
        return switch (call.what()) {
            case LIST ->
                Answer.of(letters.waiting(call.id(), Math.min(MOST, call.limit())).stream()
                        .map(kept -> letter(kept, false))
                        .toList());
            case SHOW ->
                Answer.of(found(call).map(kept -> letter(kept, true)).stream().toList());
            case REPLAY -> found(call).map(this::replay).orElse(Answer.of(List.of()));
            case DROP -> found(call).map(this::drop).orElse(Answer.of(List.of()));
        };
    }

    private Optional<Kept> found(Call call) {
        return letters.find(call.id());
    }

    private Answer replay(Kept kept) {
        try {
            Outcome outcome = replay.replay(kept);
            return new Answer(
                    List.of(letter(kept, false)), outcome.name(), LetterText.what(outcome), outcome.isSettled());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The worker is closing", e);
        }
    }

    private Answer drop(Kept kept) {
        letters.settle(kept.id());
        return new Answer(List.of(letter(kept, false)), null, null, true);
    }

    private static Letter letter(Kept kept, boolean whole) {
        DeadLetters.Letter letter = kept.letter();
        return new Letter(
                kept.id(),
                kept.since().toEpochMilli(),
                kept.settled(),
                letter.origin(),
                letter.conversation(),
                letter.seq(),
                letter.reason(),
                letter.record().length,
                whole ? Base64.getEncoder().encodeToString(letter.record()) : null);
    }
}
