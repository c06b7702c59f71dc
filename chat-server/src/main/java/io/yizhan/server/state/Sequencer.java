package io.yizhan.server.state;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.SequenceNumber;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Numbers the messages of a conversation and recognises repeats, in one atomic step each. No method blocks or throws;
 * stages fail when the store cannot be reached, and then numbers may have been used up.
 *
 * <p>A number is an epoch and a counter ({@link SequenceNumber}). When what was given out may be forgotten, numbers go
 * on in a later epoch: no number is given twice, and none that is below an earlier one.
 */
public interface Sequencer {
    /**
     * How many ids of a device are remembered in a conversation (protocol, once); older ones give way. An unknown id
     * that is not above every one that gave way is {@link Allocation.Forgotten}; so is, taken as the sender's clock in
     * microseconds, one from before the epoch, or from before a device was forgotten that sent nothing for long.
     */
    int REMEMBERED_IDS = 1_024;

    /** How long after a device's last send in a conversation its ids are remembered (protocol, once). */
    Duration REMEMBERED = Duration.ofHours(24);

    /**
     * One answer per request, in the same order, in one round trip. In each conversation numbers are given in the order
     * of the batch, and ids and times ascend: a proposed time that is behind becomes the last one; a proposed id that
     * is not above the last becomes the next one above that has the same low {@value NumberRequest#OWN_BITS} bits.
     *
     * <p>In a group only members get numbers, and what the server says; the {@link GroupDirectory} in the same place
     * tells who is one, and the workers that have members online when the number is given out.
     */
    CompletionStage<List<Allocation>> allocate(List<NumberRequest> batch);

    /** Notes that these were stored, so that a repeat is answered at once. Losing this note is harmless. */
    CompletionStage<Void> markStored(List<NumberRequest> batch);

    /**
     * Gives a message another number because {@code lost} was declared empty before it came; idempotent: if it is
     * remembered with another number already, that place is returned. If nothing is remembered of it, it is remembered
     * anew; if its id stands for another content, it gets a number that nobody remembers.
     *
     * @param request as the message stands: its id is kept, and its time does not go back
     */
    CompletionStage<MessagePlace> renumber(NumberRequest request, long lost);

    /**
     * The last number given out in each conversation, 0 for one that is not known; one round trip. Where no number was
     * given out since the epoch began, the last one may be forgotten: then it is the last before that epoch. Never goes
     * back.
     */
    CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations);
}
