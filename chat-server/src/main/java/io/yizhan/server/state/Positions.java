package io.yizhan.server.state;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * How far each member of a conversation has come, over all devices, and how far each device: its cursor is the number
 * up to which it has acknowledged everything. None of them ever goes back. No method blocks or throws.
 */
public interface Positions {
    /** So long a device may stay away before its cursors are dropped. */
    Duration CURSORS_KEPT = Duration.ofDays(45);

    /**
     * Moves forward what moves, in one round trip.
     *
     * @return for each move, in order, the member's position afterwards, and whether it changed
     */
    CompletionStage<List<Moved>> advance(List<Move> moves);

    /**
     * The positions that {@code reader} is told of in each of these conversations, in one round trip: those of both
     * sides where there are two, only his own in a group. Absent: {@link Position#NONE}.
     */
    CompletionStage<Map<ConversationId, Map<UserId, Position>>> find(
            UserId reader, Collection<ConversationId> conversations);

    /** Moves a device's cursors forward, and nothing else, in one round trip; the device counts as seen. */
    CompletionStage<Void> acknowledge(UserId user, DeviceId device, Map<ConversationId, Long> reached);

    /** Takes note that a device is there: the cursors of one that stays away for long are dropped. */
    CompletionStage<Void> seen(UserId user, DeviceId device);

    /** All cursors of a device; nothing for conversations that it has never acknowledged. */
    CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device);

    /** What a member has received and read. */
    record Position(long delivered, long read) {
        public static final Position NONE = new Position(0, 0);
    }

    /** Asks to bring a member at least to these numbers; 0 leaves one alone. */
    record Move(ConversationId conversation, UserId user, long delivered, long read) {}

    record Moved(Position position, boolean changed) {}
}
