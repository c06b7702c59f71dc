package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.ConnectedNode;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Ops;
import io.yizhan.quickstart.check.Recorder;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A user of a fault test, on one device: the SDK, with everything that it does and shows recorded. */
final class Talker implements ChatListener, AutoCloseable {
    private final String user;
    private final String device;
    private final Recorder recorder;
    private final ChatClient client;
    /** Sends that are neither answered nor given up. */
    private final AtomicInteger open = new AtomicInteger();

    private final List<String> disconnects = new CopyOnWriteArrayList<>();

    Talker(String user, URI gate, Recorder recorder) {
        this.user = user;
        this.device = user + "/phone";
        this.recorder = recorder;
        this.client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .device("phone")
                        .build(),
                this);
    }

    /** Logs in; the gate may just be recovering from the fault before, and says so. */
    void connect() {
        await().atMost(Person.LIMIT)
                .ignoreExceptionsMatching(e -> e.getCause() instanceof GateException)
                .until(() -> {
                    client.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
                    return true;
                });
        recorder.add(at -> new Event.Joined(at, device, "CONSOLE"));
    }

    String user() {
        return user;
    }

    String device() {
        return device;
    }

    /** Where clients reach the worker that holds this talker; 0 while there is none. */
    int port() {
        return client.node().map(ConnectedNode::port).orElse(0);
    }

    /** Why the connection was lost, each time. */
    List<String> disconnects() {
        return disconnects;
    }

    /** Sends one message; the SDK tries for a minute. */
    void send(String to) {
        long op = recorder.nextOp();
        recorder.add(at -> new Event.Invoked(at, op, device, to));
        open.incrementAndGet();
        client.send(to, Ops.text(op)).whenComplete((receipt, failure) -> {
            settled(op, receipt, failure);
            open.decrementAndGet();
        });
    }

    private void settled(long op, SendReceipt receipt, Throwable failure) {
        if (failure == null) {
            recorder.add(at -> new Event.Acked(at, op, receipt.conversationId(), receipt.seq(), receipt.messageId()));
        } else if (failure instanceof ChatException refusal && !refusal.isTransient()) {
            recorder.add(at -> new Event.Refused(at, op, refusal.code().name()));
        } else {
            recorder.add(at -> new Event.Unknown(at, op, failure.toString()));
        }
    }

    /** Waits until each send was answered or given up. */
    void settle() {
        await().atMost(Person.LIMIT.multipliedBy(2)).until(() -> open.get() == 0);
    }

    @Override
    public void onMessage(Message message) {
        recorder.add(at -> new Event.Shown(
                at,
                device,
                message.getConversationId(),
                message.getSeq(),
                message.getMessageId(),
                Ops.of(message.getContent().getText())));
    }

    @Override
    public void onConnected(ConnectedNode node) {
        recorder.add(at -> new Event.Online(at, device));
    }

    @Override
    public void onDisconnected(String reason) {
        disconnects.add(reason);
        recorder.add(at -> new Event.Offline(at, device, reason));
    }

    @Override
    public void close() {
        client.close();
    }
}
