package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import chat.v2.Platform;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.sync.BeginFrom;
import io.yizhan.client.sync.HistoryPage;
import io.yizhan.client.sync.SyncSettings;
import java.net.URI;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One of several devices of a user, which is switched on and off and remembers what it has shown. One thread. */
final class OwnDevice implements ChatListener, AutoCloseable {
    private final String user;
    private final Platform platform;
    private final URI gate;
    private final LocalStore store = new MemoryLocalStore();
    private final List<Message> shown = new CopyOnWriteArrayList<>();
    private ChatClient client;

    OwnDevice(String user, Platform platform, URI gate) {
        this.user = user;
        this.platform = platform;
        this.gate = gate;
    }

    String id() {
        return user + "-" + platform;
    }

    /** Logs in and goes on where it was. */
    void on() throws Exception {
        client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .device(id())
                        .platform(platform)
                        .store(store)
                        .sync(new SyncSettings(BeginFrom.START))
                        .build(),
                this);
        client.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    void off() throws Exception {
        client.shutdown().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    CompletableFuture<SendReceipt> send(String to, String text) {
        return client.send(to, text);
    }

    boolean isOnline() {
        return client.node().isPresent();
    }

    /** All that this device has shown, in that order. */
    List<Message> shown() {
        return List.copyOf(shown);
    }

    /** The whole conversation, read backwards a page at a time. */
    List<Message> history(String with, int page) throws Exception {
        LinkedList<Message> all = new LinkedList<>();
        long before = 0;
        HistoryPage read;
        do {
            read = client.history(client.conversationWith(with), before, page)
                    .get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
            all.addAll(0, read.messages());
            before = all.isEmpty() ? 0 : all.getFirst().getSeq();
        } while (read.more());
        return all;
    }

    void awaitOnline() {
        await().atMost(Person.LIMIT).until(this::isOnline);
    }

    @Override
    public void onMessage(Message message) {
        shown.add(message);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
