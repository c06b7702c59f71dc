package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.SendResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.MessagePlace;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A send that waits for its answer. The first answer counts, later ones are nothing. Equal only to itself. */
final class PendingSend {
    private static final int OVERLOADED_RETRY_MS = 500;
    private static final int UNAVAILABLE_RETRY_MS = 1_000;

    private final SendCommand command;
    private final ConversationId conversation;
    private final long cameNanos;
    private final Consumer<SendCommand> refusedForNow;
    private volatile boolean notStored;
    private final CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();

    /**
     * @param cameNanos when it came here, as {@link DeliveryClock#nanos()} counts
     * @param refusedForNow is told before its sender may know it
     */
    PendingSend(SendCommand command, long cameNanos, Consumer<SendCommand> refusedForNow) {
        this.refusedForNow = refusedForNow;
        this.command = command;
        this.conversation = command.conversation();
        this.cameNanos = cameNanos;
        this.notStored = command.isUnheardOf();
    }

    SendCommand command() {
        return command;
    }

    ConversationId conversation() {
        return conversation;
    }

    /** When it came here. */
    long cameNanos() {
        return cameNanos;
    }

    /** When its request came in, before recipients were looked up: from then on its time counts. */
    long acceptedNanos() {
        return cameNanos - command.waited().toNanos();
    }

    /** The message store was asked, and holds nothing under this client id; of what is unheard of, it need not be. */
    void foundNowhere() {
        notStored = true;
    }

    boolean isNotStored() {
        return notStored;
    }

    CompletableFuture<SendOutcome> outcome() {
        return outcome;
    }

    void stored(MessagePlace place, boolean duplicate) {
        outcome.complete(new SendOutcome.Stored(SendResponse.newBuilder()
                .setConversationId(conversation.value())
                .setSeq(place.seq())
                .setMessageId(place.messageId())
                .setServerTimeMs(place.timeMs())
                .setDuplicate(duplicate)
                .build()));
    }

    void overloaded() {
        refuse(ErrorCode.OVERLOADED, "Too much waits to be stored", OVERLOADED_RETRY_MS);
    }

    void unavailable(String why) {
        refuse(ErrorCode.UNAVAILABLE, why, UNAVAILABLE_RETRY_MS);
    }

    /** One that its device has sent before it was refused, and has not come again. */
    void outOfTurn() {
        outcome.complete(new SendOutcome.Refused(
                ErrorCode.UNAVAILABLE, "A message that was sent before this one is missing", UNAVAILABLE_RETRY_MS));
    }

    void conflict() {
        refuse(ErrorCode.INVALID_ARGUMENT, "This client_msg_id was used for another content", 0);
    }

    void refuse(RequestRefused refusal) {
        refuse(refusal.code(), String.valueOf(refusal.getMessage()), refusal.retryAfterMs());
    }

    private void refuse(ErrorCode code, String why, int retryAfterMs) {
        if (retryAfterMs > 0 && isOpen()) {
            refusedForNow.accept(command);
        }
        outcome.complete(new SendOutcome.Refused(code, why, retryAfterMs));
    }

    /** Answers as {@code first} is answered, as the repeat that this is. */
    void repeats(CompletableFuture<SendOutcome> first) {
        first.thenAccept(told -> outcome.complete(asRepeat(told)));
    }

    private static SendOutcome asRepeat(SendOutcome told) {
        if (told instanceof SendOutcome.Stored stored) {
            return new SendOutcome.Stored(
                    stored.response().toBuilder().setDuplicate(true).build());
        }
        return told;
    }

    /** The size that counts against the bound of a batch. */
    int bytes() {
        return command.content().getSerializedSize();
    }

    boolean isOpen() {
        return !outcome.isDone();
    }
}
