package io.yizhan.server.state;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions.Position;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What moved in {@link Positions} and does not stand in the database yet. The note of it lies where the positions lie,
 * so a worker that dies leaves it to the others. No method blocks or throws.
 */
public interface UnsavedPositions {
    /** Takes some to be saved; nobody else gets them meanwhile, but after half a minute they come again. */
    CompletionStage<Batch> claim(int limit);

    /** They are saved; what moved again since it was claimed stays unsaved. */
    CompletionStage<Void> settle(Batch saved);

    /**
     * Changes that were taken together, with their values at that time.
     *
     * @param claim says which taking it was
     */
    record Batch(String claim, List<Change> changes) {
        public Batch {
            changes = List.copyOf(changes);
        }
    }

    /** One thing to save. */
    sealed interface Change {}

    /** A member's positions. */
    record Reached(ConversationId conversation, UserId user, Position position) implements Change {}

    /** A device's cursor. */
    record Acknowledged(UserId user, DeviceId device, ConversationId conversation, long seq) implements Change {}

    /** A device was there. */
    record Seen(UserId user, DeviceId device) implements Change {}
}
