package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.SendResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.MessagePlace;
import java.util.concurrent.CompletableFuture;

/** A send that waits for its answer. The first answer counts, later ones are nothing. Equal only to itself. */
final class PendingSend {
    private static final int OVERLOADED_RETRY_MS = 500;
    private static final int UNAVAILABLE_RETRY_MS = 1_000;

    private final SendCommand command;
    private final ConversationId conversation;
    private final long acceptedNanos;
    private volatile boolean notStored;
    private final CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();

    /** @param acceptedNanos when it came in, as {@link DeliveryClock#nanos()} counts */
    PendingSend(SendCommand command, long acceptedNanos) {
        this.command = command;
        this.conversation = command.conversation();
        this.acceptedNanos = acceptedNanos;
        this.notStored = command.isUnheardOf();
    }

    SendCommand command() {
        return command;
    }

    ConversationId conversation() {
        return conversation;
    }

    long acceptedNanos() {
        return acceptedNanos;
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

    void conflict() {
        refuse(ErrorCode.INVALID_ARGUMENT, "This client_msg_id was used for another content", 0);
    }

    void refuse(RequestRefused refusal) {
        refuse(refusal.code(), String.valueOf(refusal.getMessage()), refusal.retryAfterMs());
    }

    private void refuse(ErrorCode code, String why, int retryAfterMs) {
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
