package io.yizhan.client.console;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads commands and carries them out until the end or {@code /quit}. */
final class CommandLoop {
    /** What was typed just before the end may still be on its way. */
    private static final long LAST_WORDS_MS = 5_000;

    private final CommandSource commands;
    private final CommandRunner runner;
    private final boolean waitForEach;

    /** @param waitForEach whether a command must be over before the next is read, as scripts want it */
    CommandLoop(CommandSource commands, CommandRunner runner, boolean waitForEach) {
        this.commands = commands;
        this.runner = runner;
        this.waitForEach = waitForEach;
    }

    /** Whether every command succeeded; always true for a person, who has seen what did not. */
    boolean run() {
        boolean allWell = true;
        CompletableFuture<?> open = CompletableFuture.completedFuture(true);
        for (Optional<Command> next = commands.next(runner.prompt());
                next.isPresent() && !(next.get() instanceof Command.Quit);
                next = commands.next(runner.prompt())) {
            CompletableFuture<Boolean> outcome = runner.run(next.get());
            if (waitForEach) {
                allWell &= outcome.join();
            }
            open = open.isDone() ? outcome : CompletableFuture.allOf(open, outcome);
        }
        open.copy()
                .completeOnTimeout(null, LAST_WORDS_MS, TimeUnit.MILLISECONDS)
                .join();
        return allWell || !waitForEach;
    }
}
