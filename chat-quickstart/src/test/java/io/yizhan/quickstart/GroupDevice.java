package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import chat.v2.Platform;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.ConnectedNode;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.gate.GroupCalls;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.sync.BeginFrom;
import io.yizhan.client.sync.SyncSettings;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Ops;
import io.yizhan.quickstart.check.Recorder;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device of a user of groups, which is switched on and off and keeps what it has; what it sends and shows is
 * recorded. Switched by one thread.
 */
final class GroupDevice implements ChatListener, AutoCloseable {
    private final String user;
    private final Platform platform;
    private final URI gate;
    private final Recorder recorder;
    private final LocalStore store = new MemoryLocalStore();
    /** Sends that are neither answered nor given up. */
    private final AtomicInteger open = new AtomicInteger();

    private volatile ChatClient client;

    GroupDevice(String user, Platform platform, URI gate, Recorder recorder) {
        this.user = user;
        this.platform = platform;
        this.gate = gate;
        this.recorder = recorder;
        recorder.add(at -> new Event.Joined(at, device(), platform.name()));
    }

    String user() {
        return user;
    }

    private String device() {
        return user + "/" + platform;
    }

    /** Logs in and goes on where it was; the gate may just know nobody to go to, or one who is dead. */
    void on() {
        SyncSettings defaults = SyncSettings.defaults();
        client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .device(platform.name())
                        .platform(platform)
                        .store(store)
                        .sync(new SyncSettings(defaults.inbox(), BeginFrom.START, defaults.ackDelay()))
                        .build(),
                this);
        await().atMost(Person.LIMIT)
                .ignoreExceptionsMatching(e -> e.getCause() instanceof GateException)
                .until(() -> {
                    client.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
                    return true;
                });
    }

    void off() throws Exception {
        client.shutdown().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    GroupCalls groups() {
        return client.groups();
    }

    /** Sends one message to a group, if it is on; the SDK tries for a minute. */
    void send(String group) {
        ChatClient now = client;
        if (now.node().isEmpty()) {
            return;
        }
        long op = recorder.nextOp();
        recorder.add(at -> new Event.Invoked(at, op, device(), "g:" + group));
        open.incrementAndGet();
        Content text = Content.newBuilder()
                .setType(ContentType.TEXT)
                .setText(Ops.text(op))
                .build();
        now.send(Target.newBuilder().setGroupId(group).build(), text).whenComplete((receipt, failure) -> {
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

    /** Waits until it is online and each send was answered or given up. */
    void settle() {
        await().atMost(Person.LIMIT.multipliedBy(2)).until(() -> client.node().isPresent() && open.get() == 0);
    }

    @Override
    public void onMessage(Message message) {
        recorder.add(at -> new Event.Shown(
                at,
                device(),
                message.getConversationId(),
                message.getSeq(),
                message.getMessageId(),
                Ops.of(message.getContent().getText())));
    }

    @Override
    public void onConnected(ConnectedNode node) {
        recorder.add(at -> new Event.Online(at, device()));
    }

    @Override
    public void onDisconnected(String reason) {
        recorder.add(at -> new Event.Offline(at, device(), reason));
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
