package io.yizhan.server.transport;

import chat.v2.DeliveryAck;
import chat.v2.ErrorCode;
import chat.v2.Position;
import chat.v2.ReadMark;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.delivery.Receipts;
import io.yizhan.server.session.LocalSession;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a device has received and its user has read. Owned by the channel's event loop. */
final class PositionRequests {
    private static final Logger log = LoggerFactory.getLogger(PositionRequests.class);

    static final int MAX_POSITIONS = 1_000;

    private final LocalSession session;
    private final Replies replies;
    private final Receipts receipts;
    private final PacedPositions inGroups;

    PositionRequests(LocalSession session, Replies replies, Receipts receipts) {
        this.session = session;
        this.replies = replies;
        this.receipts = receipts;
        this.inGroups = new PacedPositions(session.loop(), this::write);
    }

    /**
     * The window moves at once for numbers that the device was told of here. For others it waits for the check, and
     * moves also when a store is away: a device is not to be cut off for that.
     */
    void delivered(long id, DeliveryAck ack) {
        List<Position> positions = ack.getPositionsList();
        if (refuse(id, positions)) {
            return;
        }
        if (session.knows(positions)) {
            session.acknowledge(positions);
            Map<Boolean, List<Position>> apart =
                    positions.stream().collect(Collectors.partitioningBy(PositionRequests::isOfAGroup));
            inGroups.take(apart.getOrDefault(true, List.of()));
            move(id, apart.getOrDefault(false, List.of()), true);
        } else {
            move(id, positions, false);
        }
    }

    private static boolean isOfAGroup(Position position) {
        return ConversationId.parse(position.getConversationId())
                .filter(conversation -> !conversation.isDirect())
                .isPresent();
    }

    private void move(long id, List<Position> positions, boolean known) {
        if (positions.isEmpty()) {
            return;
        }
        replies.await(
                cost(positions),
                receipts.delivered(session.address(), positions, known),
                failure -> {
                    Refusal refusal = replies.refusal(failure);
                    if (!known && refusal.code() == ErrorCode.UNAVAILABLE) {
                        session.acknowledge(positions);
                    }
                    replies.refuse(id, refusal);
                },
                done -> {
                    if (!known) {
                        session.acknowledge(positions);
                    }
                });
    }

    /** What a store that is away does not take is written with what comes after it. */
    private void write(List<Position> positions) {
        replies.await(
                cost(positions),
                receipts.delivered(session.address(), positions, true),
                failure -> {
                    log.debug("Positions in groups are not written yet: session {}", session.id(), failure);
                    inGroups.take(positions);
                },
                done -> {});
    }

    /** The session has ended. */
    void end() {
        inGroups.end();
    }

    void read(long id, ReadMark mark) {
        List<Position> positions = mark.getPositionsList();
        if (!refuse(id, positions)) {
            replies.await(id, cost(positions), receipts.read(session.address(), positions), done -> {});
        }
    }

    private boolean refuse(long id, List<Position> positions) {
        boolean tooMany = positions.size() > MAX_POSITIONS;
        if (tooMany) {
            replies.refuse(id, Refusal.invalid("More than 1,000 positions: " + positions.size()));
        }
        return tooMany;
    }

    private static int cost(List<Position> positions) {
        return 1 + positions.size() / 16;
    }
}
