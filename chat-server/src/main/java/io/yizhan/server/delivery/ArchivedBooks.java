package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.PositionStore.Device;
import io.yizhan.server.archive.PositionStore.DeviceCursor;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.Positions.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What the archive knows of lists and positions, as those need it who keep them at hand. */
public final class ArchivedBooks implements ArchivedState {
    private final MessageStore messages;
    private final PositionStore positions;

    public ArchivedBooks(MessageStore messages, PositionStore positions) {
        this.messages = messages;
        this.positions = positions;
    }

    @Override
    public CompletionStage<Map<ConversationId, Map<UserId, Position>>> positions(
            Collection<ConversationId> conversations) {
        return positions.positions(conversations).thenApply(members -> {
            Map<ConversationId, Map<UserId, Position>> found = new HashMap<>();
            conversations.forEach(id -> found.put(id, new HashMap<>()));
            members.forEach(member -> found.computeIfAbsent(member.conversation(), id -> new HashMap<>())
                    .put(member.user(), new Position(member.delivered(), member.read())));
            return found;
        });
    }

    @Override
    public CompletionStage<Map<ConversationId, Position>> positions(
            UserId user, Collection<ConversationId> conversations) {
        return positions.positions(user, conversations).thenApply(all -> {
            Map<ConversationId, Position> found = new HashMap<>();
            conversations.forEach(id -> found.put(id, Position.NONE));
            all.forEach(one -> found.put(one.conversation(), new Position(one.delivered(), one.read())));
            return found;
        });
    }

    @Override
    public CompletionStage<List<Activity>> conversations(UserId user) {
        return messages.conversationsOf(user)
                .thenApply(all -> all.stream()
                        .map(written -> new Activity(user, written.conversation(), written.atMs()))
                        .toList());
    }

    @Override
    public CompletionStage<Long> highestNumber() {
        return messages.highestNumber();
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device) {
        return positions
                .cursors(new Device(user, device))
                .thenApply(cursors ->
                        cursors.stream().collect(Collectors.toMap(DeviceCursor::conversation, DeviceCursor::seq)));
    }
}
