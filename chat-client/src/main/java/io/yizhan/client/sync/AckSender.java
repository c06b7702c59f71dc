package io.yizhan.client.sync;

import chat.v2.DeliveryAck;
import chat.v2.Frame;
import chat.v2.Position;
import io.yizhan.client.connection.Exchange;
import io.yizhan.identity.ConversationId;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers acknowledgements for a moment, so that many messages cost one frame. Belongs to the event loop. */
final class AckSender {
    private static final int MAX_POSITIONS = 1_000;

    private final ScheduledExecutorService loop;
    private final Gathering direct;
    private final Gathering inGroups;
    private final Predicate<ConversationInbox> current;
    private final Set<ConversationInbox> owing = new LinkedHashSet<>();
    private @Nullable Exchange exchange;
    private int batch = 1;
    private int gathered;

    /**
     * @param settings how long an acknowledgement may wait for company
     * @param current tells the inboxes that still count
     */
    AckSender(ScheduledExecutorService loop, SyncSettings settings, Predicate<ConversationInbox> current) {
        this.loop = loop;
        this.direct = new Gathering(settings.ackDelay().toMillis());
        this.inGroups = new Gathering(settings.groupAckDelay().toMillis());
        this.current = current;
    }

    /** @param batch messages after which the acknowledgement goes out without waiting */
    void online(Exchange newExchange, int newBatch) {
        exchange = newExchange;
        batch = newBatch;
        flush();
    }

    void offline() {
        exchange = null;
    }

    /** {@code inbox} may owe an acknowledgement, after {@code messages} more were consumed. */
    void look(ConversationInbox inbox, int messages) {
        if (!inbox.owesAck()) {
            return;
        }
        boolean more = owing.add(inbox);
        gathered += messages;
        if (gathered >= batch) {
            flush();
        } else if (more) {
            (isOfAGroup(inbox) ? inGroups : direct).begin();
        }
    }

    private static boolean isOfAGroup(ConversationInbox inbox) {
        return ConversationId.parse(inbox.conversationId())
                .flatMap(ConversationId::group)
                .isPresent();
    }

    void flush() {
        Exchange target = exchange;
        if (target == null) {
            return; // they stay owing until the next connection
        }
        gathered = 0;
        while (!owing.isEmpty()) {
            DeliveryAck.Builder ack = DeliveryAck.newBuilder();
            Iterator<ConversationInbox> inboxes = owing.iterator();
            while (inboxes.hasNext() && ack.getPositionsCount() < MAX_POSITIONS) {
                ConversationInbox inbox = inboxes.next();
                inboxes.remove();
                if (current.test(inbox)) {
                    inbox.takeAck().ifPresent(seq -> ack.addPositions(position(inbox, seq)));
                }
            }
            if (ack.getPositionsCount() > 0) {
                target.tell(Frame.newBuilder().setDeliveryAck(ack));
            }
        }
    }

    /** A moment in which acknowledgements gather; at its end all that are owed go out, whatever they waited for. */
    private final class Gathering {
        private final long delayMs;
        private boolean begun;

        Gathering(long delayMs) {
            this.delayMs = delayMs;
        }

        void begin() {
            if (!begun) {
                begun = true;
                var unused = loop.schedule(this::end, delayMs, TimeUnit.MILLISECONDS);
            }
        }

        private void end() {
            begun = false;
            flush();
        }
    }

    private static Position.Builder position(ConversationInbox inbox, long seq) {
        return Position.newBuilder().setConversationId(inbox.conversationId()).setSeq(seq);
    }
}
