package io.yizhan.client.console;

import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Receipt;
import chat.v2.UserPresence;
import io.yizhan.client.ChatListener;
import io.yizhan.client.ConnectedNode;
import io.yizhan.client.Recalled;
import io.yizhan.client.outbox.SendOutcome;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.time.Duration;

/** Shows what one login's client tells. */
final class ConsoleListener implements ChatListener {
    private final UserId user;
    private final Output output;
    private final KnownUsers known;
    private final DeliveryMarks marks;
    private final MessageCounter counter;

    ConsoleListener(UserId user, Output output, KnownUsers known, DeliveryMarks marks, MessageCounter counter) {
        this.user = user;
        this.output = output;
        this.known = known;
        this.marks = marks;
        this.counter = counter;
    }

    @Override
    public void onMessage(Message message) {
        boolean mine = message.getFromUserId().equals(user.value());
        String peer = ConversationId.parse(message.getConversationId())
                .filter(id -> id.isDirectOf(user))
                .map(id -> id.peerOf(user).value())
                .orElse("");
        known.add(message.getFromUserId());
        output.show(new ConsoleEvent.Received(message, mine ? peer : ""));
        counter.received();
    }

    @Override
    public void onRecalled(Recalled recalled) {
        output.show(new ConsoleEvent.Recalled(recalled));
    }

    @Override
    public void onEarlierSend(SendOutcome outcome) {
        Partner to = Partner.of(outcome.request().getTarget());
        if (outcome instanceof SendOutcome.Stored stored) {
            SendReceipt receipt = stored.receipt();
            output.show(new ConsoleEvent.Sent(to.label(), receipt));
            if (to instanceof Partner.Person person) {
                marks.sent(receipt.conversationId(), person.name(), receipt.seq())
                        .ifPresent(output::show);
            }
        } else if (outcome instanceof SendOutcome.Failed failed) {
            output.show(FailureText.of("Not sent to " + to.label(), failed.reason()));
        }
    }

    @Override
    public void onReceipt(Receipt receipt) {
        if (!receipt.getUserId().equals(user.value())) {
            marks.received(receipt).ifPresent(output::show);
        }
    }

    @Override
    public void onConnected(ConnectedNode node) {
        output.show(new ConsoleEvent.Connected(user.value(), node));
    }

    @Override
    public void onDisconnected(String reason) {
        output.show(new ConsoleEvent.Disconnected(reason));
    }

    @Override
    public void onReconnecting(int attempt, Duration delay) {
        output.show(new ConsoleEvent.Reconnecting(attempt, delay));
    }

    @Override
    public void onKicked(Kicked kicked) {
        output.show(new ConsoleEvent.Kicked(kicked.getReason().name()));
    }

    @Override
    public void onPresence(UserPresence presence) {
        output.show(new WhoEvent.Presence(presence));
    }

    @Override
    public void onTyping(String conversationId, String userId) {
        output.show(new WhoEvent.Typing(conversationId, userId));
    }

    @Override
    public void onError(Throwable error) {
        output.show(FailureText.of("Trouble", error));
    }
}
