package io.yizhan.server.cluster;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.HeadNotice;
import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of messages that found no room on the way to a peer: for each conversation its head and whose sessions
 * are to look. Bounded; whoever gives way notices with the next Ping. Safe from any thread.
 */
final class MissedHeads {
    private static final Logger log = LoggerFactory.getLogger(MissedHeads.class);
    /** Sessions that are to look, counted once for each conversation; some hundred bytes each. */
    private static final int MOST = 20_000;

    private static final int IN_A_BATCH = 500;

    private final Map<String, Missed> missed = new LinkedHashMap<>();
    private int targets;

    /** Remembers the messages of a batch that could not be taken. Other events come again by themselves. */
    void add(PeerBatch lost) {
        lost.getEventsList().stream().filter(PeerEvent::hasMessage).forEach(this::add);
    }

    private void add(PeerEvent event) {
        try {
            Message message = Message.parseFrom(event.getMessage());
            add(message.getConversationId(), message.getSeq(), event);
        } catch (InvalidProtocolBufferException e) {
            log.warn(
                    "What was to be sent cannot be read, bytes: {}",
                    event.getMessage().size(),
                    e);
        }
    }

    private synchronized void add(String conversation, long seq, PeerEvent event) {
        Missed before = missed.get(conversation);
        targets -= before == null ? 0 : before.size();
        Missed known = before == null ? new Missed(event.getGroupId(), 0, new LinkedHashSet<>()) : before;
        known.targets().addAll(event.getTargetsList());
        Missed now = new Missed(known.group(), Math.max(known.head(), seq), known.targets());
        targets += now.size();
        missed.put(conversation, now);
        Iterator<Missed> oldest = missed.values().iterator();
        while (targets > MOST) {
            targets -= oldest.next().size();
            oldest.remove();
        }
    }

    /** Takes out a batch that tells those concerned where their conversations end; empty if nobody is concerned. */
    synchronized Optional<PeerBatch> take() {
        var batch = PeerBatch.newBuilder();
        Iterator<Map.Entry<String, Missed>> each = missed.entrySet().iterator();
        while (each.hasNext() && batch.getEventsCount() < IN_A_BATCH) {
            Map.Entry<String, Missed> next = each.next();
            batch.addEvents(notice(next.getKey(), next.getValue()));
            targets -= next.getValue().size();
            each.remove();
        }
        return batch.getEventsCount() == 0 ? Optional.empty() : Optional.of(batch.build());
    }

    private static PeerEvent notice(String conversation, Missed missed) {
        Head head = Head.newBuilder()
                .setConversationId(conversation)
                .setHeadSeq(missed.head())
                .build();
        return PeerEvent.newBuilder()
                .addAllTargets(missed.targets())
                .setGroupId(missed.group())
                .setFrame(Frame.newBuilder()
                        .setHeadNotice(HeadNotice.newBuilder().addHeads(head))
                        .build()
                        .toByteString())
                .build();
    }

    /** @param group instead of targets; empty: there are targets */
    private record Missed(String group, long head, Set<SessionTarget> targets) {
        int size() {
            return Math.max(1, targets.size());
        }
    }
}
