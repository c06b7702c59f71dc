package io.yizhan.client;

import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Receipt;
import chat.v2.UserPresence;
import io.yizhan.client.outbox.SendOutcome;
import io.yizhan.client.sync.InboxEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a client tells. */
final class RecordingListener implements ChatListener {
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<Recalled> recalled = new CopyOnWriteArrayList<>();
    final List<InboxEvent.Moved> moved = new CopyOnWriteArrayList<>();
    final List<SendOutcome> earlierSends = new CopyOnWriteArrayList<>();
    final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    final List<ConnectedNode> connected = new CopyOnWriteArrayList<>();
    final List<String> disconnected = new CopyOnWriteArrayList<>();
    final List<Duration> reconnecting = new CopyOnWriteArrayList<>();
    final List<Kicked> kicked = new CopyOnWriteArrayList<>();
    final List<UserPresence> presences = new CopyOnWriteArrayList<>();
    final List<String> typing = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();

    List<String> texts() {
        return messages.stream().map(message -> message.getContent().getText()).toList();
    }

    @Override
    public void onMessage(Message message) {
        threads.add(Thread.currentThread().getName());
        messages.add(message);
    }

    @Override
    public void onRecalled(Recalled told) {
        recalled.add(told);
    }

    @Override
    public void onMoved(InboxEvent.Moved told) {
        moved.add(told);
    }

    @Override
    public void onEarlierSend(SendOutcome outcome) {
        earlierSends.add(outcome);
    }

    @Override
    public void onReceipt(Receipt receipt) {
        receipts.add(receipt);
    }

    @Override
    public void onConnected(ConnectedNode node) {
        connected.add(node);
    }

    @Override
    public void onDisconnected(String reason) {
        disconnected.add(reason);
    }

    @Override
    public void onReconnecting(int attempt, Duration delay) {
        reconnecting.add(delay);
    }

    @Override
    public void onKicked(Kicked reason) {
        kicked.add(reason);
    }

    @Override
    public void onPresence(UserPresence presence) {
        presences.add(presence);
    }

    @Override
    public void onTyping(String conversationId, String userId) {
        typing.add(userId + " in " + conversationId);
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
    }
}
