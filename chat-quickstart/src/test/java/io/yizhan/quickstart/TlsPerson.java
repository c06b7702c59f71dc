package io.yizhan.quickstart;

import chat.v2.Message;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.connection.DialSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A user with the SDK who trusts certain certificates; remembers what was shown and each trouble on the way. */
final class TlsPerson implements ChatListener, AutoCloseable {
    private final ChatClient client;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<String> trouble = new CopyOnWriteArrayList<>();

    TlsPerson(String user, URI gate, Path trusted) {
        this.client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .dial(DialSettings.defaults().trusting(trusted))
                        .build(),
                this);
    }

    CompletableFuture<Void> connecting() {
        return client.connect();
    }

    TlsPerson connect() throws Exception {
        client.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    /** Returns when it is stored. */
    void send(String to, String text) throws Exception {
        client.send(to, text).get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    List<String> texts() {
        return texts;
    }

    List<String> trouble() {
        return trouble;
    }

    @Override
    public void onMessage(Message message) {
        texts.add(message.getContent().getText());
    }

    @Override
    public void onDisconnected(String reason) {
        trouble.add(reason);
    }

    @Override
    public void onReconnecting(int attempt, Duration delay) {
        trouble.add("attempt " + attempt);
    }

    @Override
    public void close() {
        client.close();
    }
}
