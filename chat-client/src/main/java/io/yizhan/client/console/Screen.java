package io.yizhan.client.console;

import io.yizhan.client.ChatListener;
import io.yizhan.identity.UserId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What is shown, and what is remembered of it. */
record Screen(Output output, KnownUsers users, MessageCounter counter) {
    ChatListener listener(UserId user, DeliveryMarks marks) {
        return new ConsoleListener(user, output, users, marks, counter);
    }

    void show(ConsoleEvent event) {
        output.show(event);
    }

    void note(String text) {
        show(new ConsoleEvent.Note(text));
    }

    /** Says why a command cannot be carried out. */
    CompletableFuture<Boolean> refused(String reason) {
        show(new ConsoleEvent.Failed("INVALID_ARGUMENT", reason));
        return CompletableFuture.completedFuture(false);
    }

    /** Shows what comes out, or why it failed: whether it succeeded. Never fails. */
    <T> CompletableFuture<Boolean> show(String failure, CompletableFuture<T> outcome, Consumer<T> show) {
        return outcome.handle((value, error) -> {
            if (error == null) {
                show.accept(value);
            } else {
                show(FailureText.of(failure, error));
            }
            return error == null;
        });
    }
}
