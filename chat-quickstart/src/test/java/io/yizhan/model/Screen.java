package io.yizhan.model;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.client.sync.InboxEvent;
import io.yizhan.client.sync.OwnDevice;
import io.yizhan.identity.ConversationId;
import io.yizhan.model.Tally.Event;
import io.yizhan.protocol.Recall;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one device has shown since its store is new. */
final class Screen {
    private final Ledger ledger;
    private final OwnDevice device;
    private final Map<String, Long> last = new HashMap<>();
    private final Map<Long, Long> seqs = new HashMap<>();
    private final Set<String> texts = new HashSet<>();
    private final Set<String> recalls = new HashSet<>();
    private final Map<String, Long> reached = new HashMap<>();

    Screen(Ledger ledger, OwnDevice device) {
        this.ledger = ledger;
        this.device = device;
    }

    void shows(Message message) {
        Optional<Recall> recall = Recall.in(message);
        Ledger.Send send = recall.isPresent()
                ? ledger.find(message.getConversationId(), recall.get().seq())
                : ledger.find(message);
        String what = (recall.isPresent() ? "the recall of " : Recall.isEmptied(message) ? "emptied " : "")
                + (send == null ? message : send.text);
        ledger.note(this + " shows " + what + " " + message.getSeq());
        assertThat(send).as("was sent: %s", what).isNotNull();
        assertThat(recall.isPresent() ? send.isFor(device) : send.concerns(device))
                .as("concerns: %s", what)
                .isTrue();
        assertThat(message.getSeq())
                .as("ascending: %s", what)
                .isGreaterThan(last.getOrDefault(message.getConversationId(), 0L));
        last.put(message.getConversationId(), message.getSeq());
        assertThat(seqs.put(message.getMessageId(), message.getSeq()))
                .as("once: %s", what)
                .isNull();
        boolean first = (recall.isPresent() ? recalls : texts).add(send.text);
        // one that is asked for again when Redis has forgotten the first may be told of again
        assertThat(first || recall.isPresent() && send.redisForgot)
                .as("once: %s", what)
                .isTrue();
        if (Recall.isEmptied(message)) {
            ledger.count(Event.SHOWN_EMPTIED);
        }
        assertThat(recall.isPresent() || message.getContent().getText().equals(send.text) || send.recallAsked)
                .as("what was said: %s", what)
                .isTrue();
    }

    /** All up to there was shown. */
    void reaches(String conversation, long seq) {
        reached.merge(conversation, seq, Math::max);
    }

    Map<String, Long> reached() {
        return reached;
    }

    long reached(ConversationId conversation) {
        return reached.getOrDefault(conversation.value(), 0L);
    }

    OwnDevice device() {
        return device;
    }

    void moves(InboxEvent.Moved moved) {
        ledger.note(this + " moves " + moved);
        assertThat(seqs.put(moved.messageId(), moved.newSeq())).isEqualTo(moved.oldSeq());
    }

    boolean hasShown(Ledger.Send send) {
        return texts.contains(send.text);
    }

    boolean knowsOfRecall(Ledger.Send send) {
        return recalls.contains(send.text);
    }

    @Override
    public String toString() {
        return device.user() + "/" + device.device();
    }
}
