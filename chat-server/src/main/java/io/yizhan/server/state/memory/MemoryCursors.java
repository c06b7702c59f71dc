package io.yizhan.server.state.memory;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.UnsavedPositions.Acknowledged;
import io.yizhan.server.state.UnsavedPositions.Seen;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Cursors in this process. Safe from any thread; stages are complete when they are returned. */
final class MemoryCursors {
    private final ConcurrentMap<Device, ConcurrentMap<ConversationId, Long>> cursors = new ConcurrentHashMap<>();
    private final MemoryUnsavedPositions unsaved;

    /** @param unsaved told of what moved */
    MemoryCursors(MemoryUnsavedPositions unsaved) {
        this.unsaved = unsaved;
    }

    CompletionStage<Void> advance(UserId user, DeviceId device, Map<ConversationId, Long> reached) {
        ConcurrentMap<ConversationId, Long> own =
                cursors.computeIfAbsent(new Device(user, device), any -> new ConcurrentHashMap<>());
        reached.forEach((conversation, seq) -> {
            long now = own.merge(conversation, seq, Math::max);
            unsaved.note(new Acknowledged(user, device, conversation, now));
        });
        return CompletableFuture.completedStage(null);
    }

    CompletionStage<Void> seen(UserId user, DeviceId device) {
        cursors.computeIfAbsent(new Device(user, device), any -> {
            unsaved.note(new Seen(user, device));
            return new ConcurrentHashMap<>();
        });
        return CompletableFuture.completedStage(null);
    }

    CompletionStage<Map<ConversationId, Long>> of(UserId user, DeviceId device) {
        return CompletableFuture.completedStage(
                Map.copyOf(cursors.getOrDefault(new Device(user, device), new ConcurrentHashMap<>())));
    }

    private record Device(UserId user, DeviceId device) {}
}
