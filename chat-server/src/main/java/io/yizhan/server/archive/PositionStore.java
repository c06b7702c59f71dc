package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Positions and cursors for ever, a moment behind those who move them. Stages fail when the store cannot be reached; no
 * method blocks or throws.
 */
public interface PositionStore {
    /**
     * Moves forward what moves; what stands further already stays.
     *
     * @param seen devices that were there; those that acknowledge are among them
     */
    CompletionStage<Void> save(List<MemberPosition> members, List<DeviceCursor> cursors, Collection<Device> seen);

    /** The positions of all members of these conversations, in no order. */
    CompletionStage<List<MemberPosition>> positions(Collection<ConversationId> conversations);

    /** The positions of one member in these conversations, in no order. */
    CompletionStage<List<MemberPosition>> positions(UserId user, Collection<ConversationId> conversations);

    /** All cursors of a device, in no order. */
    CompletionStage<List<DeviceCursor>> cursors(Device device);

    /**
     * Drops the cursors of devices that were not seen for so long.
     *
     * @param limit at most so many devices
     * @return how many devices were dropped
     */
    CompletionStage<Integer> expire(Duration unseen, int limit);

    /** What a user has received and read. */
    record MemberPosition(ConversationId conversation, UserId user, long delivered, long read) {}

    /** Up to where a device has acknowledged a conversation. */
    record DeviceCursor(Device device, ConversationId conversation, long seq) {}

    /** One device of one user. */
    record Device(UserId user, DeviceId id) {}
}
