package io.yizhan.model;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.SendResponse;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.sync.OwnDevice;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.identity.UserId;
import io.yizhan.model.Tally.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the users of the system see, and whether that is what was promised to them. */
final class Ledger {
    private static final long ANSWER_WITHIN = TimeUnit.SECONDS.toNanos(10);

    /** Of the minute for which a send is tried, this much may be left when all becomes well. */
    private static final long GIVEN_UP_WITHIN = TimeUnit.SECONDS.toNanos(30);

    private final VirtualTime time;
    private final Tally tally;
    private final TakenBack takenBack;
    private final List<Send> sends = new ArrayList<>();
    private final Map<String, Send> byText = new HashMap<>();
    private final Map<LocalStore, Screen> screens = new LinkedHashMap<>();
    private final Map<Link, Map<Long, Long>> openSends = new HashMap<>();
    private final Map<String, Long> firstAnswers = new HashMap<>();
    private final Map<ConversationId, Long> highestAcknowledged = new HashMap<>();
    private final Map<ConversationId, Map<Long, Send>> owners = new HashMap<>();
    private int links;
    private long wellSince = Long.MAX_VALUE - GIVEN_UP_WITHIN;
    private final StringBuilder history = new StringBuilder();

    Ledger(VirtualTime time, Tally tally) {
        this.time = time;
        this.tally = tally;
        this.takenBack = new TakenBack(time);
    }

    /** A message that somebody sends. */
    static final class Send {
        final OwnDevice from;
        final String to;
        final long clientMsgId;
        final String text;
        final ConversationId conversation;
        /** What had been acknowledged in the conversation when it was sent. */
        final long after;

        @Nullable
        SendReceipt receipt;

        @Nullable
        Throwable failure;

        boolean forgotten;

        /** Whether Redis forgot all while it was under way, or after somebody wanted to take it back. */
        boolean redisForgot;

        /** Whether somebody wanted to take it back. */
        boolean recallAsked;

        Send(OwnDevice from, String to, long clientMsgId, String text, long after) {
            this.from = from;
            this.to = to;
            this.clientMsgId = clientMsgId;
            this.text = text;
            this.after = after;
            this.conversation = ConversationId.direct(from.user(), new UserId(to));
        }

        /** Whether its sender still owes it to the application to say what became of it. */
        boolean isOpen() {
            return receipt == null && failure == null && !forgotten;
        }

        boolean isFrom(Message message) {
            return message.getClientMsgId() == clientMsgId
                    && message.getFromUserId().equals(from.user().value())
                    && message.getFromDeviceId().equals(from.device().value());
        }

        boolean isFor(OwnDevice device) {
            return device.user().equals(from.user()) || device.user().value().equals(to);
        }

        boolean concerns(OwnDevice device) {
            return !device.equals(from) && isFor(device);
        }

        @Override
        public String toString() {
            return text + " from " + from.user() + "/" + from.device() + " to " + to;
        }
    }

    int nextLink() {
        return ++links;
    }

    List<Send> sends() {
        return sends;
    }

    String history() {
        return history.toString();
    }

    void allIsWell() {
        wellSince = time.nanos();
    }

    void note(String what) {
        history.append(time.millis()).append(' ').append(what).append('\n');
    }

    Send sends(OwnDevice from, String to, long clientMsgId, String text) {
        ConversationId conversation = ConversationId.direct(from.user(), new UserId(to));
        Send send = new Send(from, to, clientMsgId, text, highestAcknowledged.getOrDefault(conversation, 0L));
        sends.add(send);
        byText.put(text, send);
        note("send " + send);
        return send;
    }

    void acknowledged(Send send, SendReceipt receipt) {
        note("acknowledged " + send.text + " " + receipt.seq() + (receipt.duplicate() ? " again" : ""));
        send.receipt = receipt;
        if (SequenceNumber.epoch(receipt.seq()) > 0) {
            tally.count(Event.ACKNOWLEDGED_IN_LATER_EPOCH);
        }
        if (receipt.duplicate()) {
            tally.count(send.redisForgot ? Event.REPEAT_RECOGNISED_AFTER_LOSS : Event.REPEAT_RECOGNISED);
        }
        assertThat(receipt.conversationId()).isEqualTo(send.conversation.value());
        assertThat(receipt.seq())
                .as("a number above all acknowledged: %s", send)
                .isGreaterThan(send.after);
        highestAcknowledged.merge(send.conversation, receipt.seq(), Math::max);
        Send other =
                owners.computeIfAbsent(send.conversation, id -> new HashMap<>()).putIfAbsent(receipt.seq(), send);
        assertThat(other)
                .as("number %d of %s twice", receipt.seq(), send.conversation)
                .isIn(null, send);
    }

    void failed(Send send, Throwable error) {
        note("failed " + send.text + " " + error);
        send.failure = error;
        assertThat(error).as("the failure of %s", send).isInstanceOf(TimeoutException.class);
        assertThat(time.nanos()).as("given up though all is well: %s", send).isLessThan(wellSince + GIVEN_UP_WITHIN);
    }

    void recalled(Send send) {
        note("recalled " + send.text);
        tally.count(Event.RECALLED);
        takenBack.recalled(send);
    }

    boolean isRecalled(Send send) {
        return takenBack.isRecalled(send);
    }

    void redisForgets() {
        sends.stream().filter(send -> send.isOpen() || send.recallAsked).forEach(send -> send.redisForgot = true);
    }

    void count(Event event) {
        tally.count(event);
    }

    /** A device died: nobody waits for its answers. */
    void forgets(OwnDevice device) {
        sends.stream().filter(send -> send.from.equals(device)).forEach(send -> send.forgotten = true);
    }

    /** A request reaches a worker. */
    void request(Link link, Frame frame) {
        takenBack.request(link, frame);
        if (!frame.hasSendRequest()) {
            return;
        }
        long asked = time.nanos();
        note(link + " is asked " + frame.getSendRequest().getContent().getText());
        Map<Long, Long> open = openSends.computeIfAbsent(link, any -> new HashMap<>());
        open.put(frame.getRequestId(), asked);
        time.after(ANSWER_WITHIN, () -> {
            boolean answered = openSends.get(link) != open || !open.containsKey(frame.getRequestId());
            assertThat(answered || !link.couldAnswerSince(asked))
                    .as(
                            "answered within 10 s: %s",
                            frame.getSendRequest().getContent().getText())
                    .isTrue();
        });
    }

    /** A worker writes to a device. */
    void answer(Link link, Frame frame) {
        takenBack.answer(link, frame);
        Map<Long, Long> open = openSends.get(link);
        if (open != null) {
            open.remove(frame.getRequestId());
        }
        if (frame.hasKicked()) {
            closed(link); // what is open then may stay without an answer
        }
        if (open != null && frame.hasError()) {
            note(link + " answers " + frame.getError().getMessage());
        }
        if (frame.hasSendResponse()) {
            SendResponse response = frame.getSendResponse();
            Long before = firstAnswers.put(response.getConversationId() + response.getMessageId(), response.getSeq());
            assertThat(before).as("one answer for ever").isIn(null, response.getSeq());
            assertThat(before != null && !response.getDuplicate())
                    .as("first only once")
                    .isFalse();
        }
    }

    void closed(Link link) {
        note(link + " is closed");
        takenBack.closed(link);
        openSends.remove(link);
    }

    void unasked(Frame frame) {
        note("unasked " + frame);
        assertThat(frame.hasError() && frame.getError().getRetryAfterMs() == 0)
                .as("a refusal for good that nobody asked for: %s", frame)
                .isFalse();
    }

    void complaint(Throwable cause) {
        note("complaint " + cause);
        assertThat(cause).isInstanceOf(ChatException.class);
    }

    Screen screen(OwnDevice device, LocalStore store) {
        return screens.computeIfAbsent(store, any -> new Screen(this, device));
    }

    /** Of all devices, also of stores that are lost. */
    Collection<Screen> screens() {
        return screens.values();
    }

    Screen screen(LocalStore store) {
        return screens.get(store);
    }

    Send find(String text) {
        return byText.get(text);
    }

    /** What this message was when it was sent. */
    Send find(Message message) {
        return sends.stream().filter(send -> send.isFrom(message)).findFirst().orElse(null);
    }

    Send find(String conversation, long seq) {
        return sends.stream()
                .filter(send -> send.receipt != null
                        && send.receipt.seq() == seq
                        && send.conversation.value().equals(conversation))
                .findFirst()
                .orElse(null);
    }
}
