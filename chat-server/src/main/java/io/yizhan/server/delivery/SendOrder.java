package io.yizhan.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;

/**
 * Keeps what a device writes to a conversation in its order though one of it was refused for now. Devices send ahead
 * and their ids ascend, so what is behind that one would be stored before it: it is refused as well, until that one
 * comes again, and for a moment only, since it may never come. Remembers so many at most. Safe from any thread.
 */
final class SendOrder {
    /** A client is told to come again after a second at most. */
    private static final Duration HOLDS = Duration.ofSeconds(2);
    /** Each send is answered by then, so of what had come before a refusal nothing waits any more. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST = 10_000;

    private final DeliveryClock clock;
    private final Cache<Author, Gap> gaps;

    SendOrder(DeliveryClock clock) {
        this.clock = clock;
        this.gaps = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(REMEMBERED)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** It was told to come again; what the server says in a user's name is in no order. */
    void refused(SendCommand command) {
        if (!command.isFromServer()) {
            Gap fresh = new Gap(command.clientMsgId(), clock.nanos(), false);
            gaps.asMap().merge(Author.of(command), fresh, Gap::and);
        }
    }

    /** Whether a send that has just come may wait for its number; if one before it is missing it may not. */
    boolean admits(PendingSend send) {
        Author author = Author.of(send.command());
        Gap gap = gaps.getIfPresent(author);
        if (gap == null || gap.isBehind(send)) {
            return true;
        }
        if (gap.clientMsgId() == send.command().clientMsgId()) {
            gaps.asMap().replace(author, gap, gap.filled());
            return true;
        }
        return gap.isFilled() || clock.nanos() - gap.atNanos() >= HOLDS.toNanos();
    }

    /** Whether a send that has waited may have its number: not if one before it was refused meanwhile. */
    boolean isInTurn(PendingSend send) {
        Gap gap = gaps.getIfPresent(Author.of(send.command()));
        return gap == null
                || gap.isBehind(send)
                || gap.clientMsgId() == send.command().clientMsgId()
                || send.cameNanos() - gap.atNanos() >= 0;
    }

    private record Author(ConversationId conversation, UserId user, DeviceId device) {
        static Author of(SendCommand command) {
            return new Author(command.conversation(), command.sender(), command.device());
        }
    }

    /**
     * The first of an author's sends that is missing.
     *
     * @param isFilled whether it has come again
     */
    private record Gap(long clientMsgId, long atNanos, boolean isFilled) {
        Gap filled() {
            return new Gap(clientMsgId, atNanos, true);
        }

        Gap and(Gap later) {
            boolean stays = !isFilled && Long.compareUnsigned(clientMsgId, later.clientMsgId) < 0;
            return stays ? new Gap(clientMsgId, later.atNanos, false) : later;
        }

        boolean isBehind(PendingSend send) {
            return Long.compareUnsigned(send.command().clientMsgId(), clientMsgId) < 0;
        }
    }
}
