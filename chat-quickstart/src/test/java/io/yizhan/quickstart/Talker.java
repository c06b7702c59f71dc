package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ConnectedNode;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Recorder;
import java.net.URI;
import java.util.List;

/** A user of a fault test, on one device: the SDK, with everything that it does and shows recorded. */
final class Talker implements AutoCloseable {
    private final String user;
    private final Recorder recorder;
    private final RecordedDevice recorded;
    private final ChatClient client;

    Talker(String user, URI gate, Recorder recorder) {
        this.user = user;
        this.recorder = recorder;
        this.recorded = new RecordedDevice(user + "/phone", recorder);
        this.client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .device("phone")
                        .build(),
                recorded);
    }

    /** Logs in. */
    void connect() {
        RecordedDevice.connect(client);
        recorder.add(at -> new Event.Joined(at, device(), "CONSOLE"));
    }

    String user() {
        return user;
    }

    String device() {
        return recorded.device();
    }

    /** Where clients reach the worker that holds this talker; 0 while there is none. */
    int port() {
        return client.node().map(ConnectedNode::port).orElse(0);
    }

    /** Why the connection was lost, each time. */
    List<String> disconnects() {
        return recorded.disconnects();
    }

    /** Sends one message; the SDK tries for a minute. */
    void send(String to) {
        recorded.send(client, Target.newBuilder().setUserId(to).build(), to);
    }

    /** Waits until each send was answered or given up. */
    void settle() {
        await().atMost(Person.LIMIT.multipliedBy(2)).until(recorded::isSettled);
    }

    @Override
    public void close() {
        client.close();
    }
}
