package io.yizhan.server.state;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.Positions.Position;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What is known for ever of lists and positions, a moment behind. Asked when the quick store may have forgotten. No
 * method blocks or throws; stages fail when the archive cannot be reached.
 */
public interface ArchivedState {
    /** The positions of both sides of conversations of two; an entry for each conversation asked for. */
    CompletionStage<Map<ConversationId, Map<UserId, Position>>> positions(Collection<ConversationId> conversations);

    /** All conversations of a user, with the time of the last activity, in no order. */
    CompletionStage<List<Activity>> conversations(UserId user);

    /** The highest number that any conversation has; 0 if nothing is archived. */
    CompletionStage<Long> highestNumber();

    /** The positions of one member; an entry for each conversation asked for. */
    CompletionStage<Map<ConversationId, Position>> positions(UserId user, Collection<ConversationId> conversations);

    /** All cursors of a device. */
    CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device);
}
