package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Platform;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.gate.GroupCalls;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.sync.BeginFrom;
import io.yizhan.client.sync.SyncSettings;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Recorder;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * A device of a user of groups, which is switched on and off and keeps what it has; what it sends and shows is
 * recorded. Switched by one thread.
 */
final class GroupDevice implements AutoCloseable {
    private final String user;
    private final Platform platform;
    private final URI gate;
    private final RecordedDevice recorded;
    private final LocalStore store = new MemoryLocalStore();

    private volatile ChatClient client;

    GroupDevice(String user, Platform platform, URI gate, Recorder recorder) {
        this.user = user;
        this.platform = platform;
        this.gate = gate;
        this.recorded = new RecordedDevice(user + "/" + platform, recorder);
        recorder.add(at -> new Event.Joined(at, recorded.device(), platform.name()));
    }

    String user() {
        return user;
    }

    /** Logs in and goes on where it was. */
    void on() {
        client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .device(platform.name())
                        .platform(platform)
                        .store(store)
                        .sync(new SyncSettings(BeginFrom.START))
                        .build(),
                recorded);
        RecordedDevice.connect(client);
    }

    void off() throws Exception {
        client.shutdown().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    GroupCalls groups() {
        return client.groups();
    }

    /** Sends one message to a group, if it is on. */
    void send(String group) {
        ChatClient now = client;
        if (now.node().isPresent()) {
            recorded.send(now, Target.newBuilder().setGroupId(group).build(), "g:" + group);
        }
    }

    /** Waits until it is online and each send was answered or given up. */
    void settle() {
        await().atMost(Person.LIMIT.multipliedBy(2)).until(() -> client.node().isPresent() && recorded.isSettled());
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
