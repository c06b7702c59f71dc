package io.yizhan.server.delivery;

import chat.v2.Head;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Optional;

/**
 * What each device was last told by a sync on this worker. What was forgotten, or told elsewhere, is told again: a head
 * too many does no harm, one too few leaves a message without its tick. A device that syncs twice is not told the same
 * positions of the other side twice, so nobody syncs in circles. Safe from any thread.
 */
final class ToldHeads {
    private static final int MOST = 200_000;

    private final Cache<Reader, Told> told =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** Whether the other side has positions that this device was not told. */
    boolean isPeerNews(UserId user, DeviceId device, Head head) {
        boolean moved = head.getPeerDeliveredSeq() > 0 || head.getPeerReadSeq() > 0;
        return moved
                && last(user, device, head)
                        .filter(before -> before.samePeer(head))
                        .isEmpty();
    }

    /** Whether this very head was told in the sync that began at {@code syncMs}. */
    boolean wasTold(UserId user, DeviceId device, Head head, long syncMs) {
        return last(user, device, head)
                .filter(before -> before.syncMs() == syncMs && before.head() == head.getHeadSeq())
                .filter(before -> before.samePeer(head))
                .isPresent();
    }

    void tell(UserId user, DeviceId device, Head head, long syncMs) {
        told.put(
                new Reader(user, device, head.getConversationId()),
                new Told(syncMs, head.getHeadSeq(), head.getPeerDeliveredSeq(), head.getPeerReadSeq()));
    }

    private Optional<Told> last(UserId user, DeviceId device, Head head) {
        return Optional.ofNullable(told.getIfPresent(new Reader(user, device, head.getConversationId())));
    }

    private record Reader(UserId user, DeviceId device, String conversation) {}

    private record Told(long syncMs, long head, long peerDelivered, long peerRead) {
        boolean samePeer(Head now) {
            return peerDelivered == now.getPeerDeliveredSeq() && peerRead == now.getPeerReadSeq();
        }
    }
}
