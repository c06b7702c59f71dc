package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatListener;
import io.yizhan.client.ConnectedNode;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Ops;
import io.yizhan.quickstart.check.Recorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the SDK does and shows on one device, as the checker wants to know it. */
final class RecordedDevice implements ChatListener {
    private final String device;
    private final Recorder recorder;
    private final List<String> disconnects = new CopyOnWriteArrayList<>();
    /** Sends that are neither answered nor given up. */
    private final AtomicInteger open = new AtomicInteger();

    /** @param device user and device, joined by a slash */
    RecordedDevice(String device, Recorder recorder) {
        this.device = device;
        this.recorder = recorder;
    }

    String device() {
        return device;
    }

    /** Logs in; the gate may just know nobody to go to, or be recovering from a fault, and says so. */
    static void connect(ChatClient client) {
        await().atMost(Person.LIMIT)
                .ignoreExceptionsMatching(e -> e.getCause() instanceof GateException)
                .until(() -> {
                    client.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
                    return true;
                });
    }

    /**
     * Sends one message; the SDK tries for a minute.
     *
     * @param to as the history is to name it
     */
    void send(ChatClient client, Target target, String to) {
        long op = recorder.nextOp();
        recorder.add(at -> new Event.Invoked(at, op, device, to));
        open.incrementAndGet();
        Content text = Content.newBuilder()
                .setType(ContentType.TEXT)
                .setText(Ops.text(op))
                .build();
        client.send(target, text).whenComplete((receipt, failure) -> {
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

    /** Why the connection was lost, each time. */
    List<String> disconnects() {
        return disconnects;
    }

    /** Whether each send was answered or given up. */
    boolean isSettled() {
        return open.get() == 0;
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
}
