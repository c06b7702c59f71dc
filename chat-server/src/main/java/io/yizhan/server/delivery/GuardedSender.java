package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Takes nothing in, neither sends nor recalls, while the log may soon delete what nobody has consumed yet: what is not
 * promised is not lost.
 */
public final class GuardedSender implements MessageSender {
    private static final int RETRY_MS = 5_000;

    private final MessageSender sender;
    private final BooleanSupplier logTooLate;

    /** @param logTooLate asked for each send, on the sender's thread */
    public GuardedSender(MessageSender sender, BooleanSupplier logTooLate) {
        this.sender = sender;
        this.logTooLate = logTooLate;
    }

    @Override
    public CompletionStage<SendOutcome> send(SendCommand command) {
        if (logTooLate.getAsBoolean()) {
            return CompletableFuture.completedStage(new SendOutcome.Refused(
                    ErrorCode.OVERLOADED, "Too much waits to be written to the database", RETRY_MS));
        }
        return sender.send(command);
    }
}
