package io.yizhan.client;

import chat.v2.Frame;
import chat.v2.SendRequest;
import io.yizhan.client.connection.ReconnectPolicy;
import io.yizhan.client.fake.FakeCluster;
import io.yizhan.client.fake.FakeWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** A client of bob's on a cluster in this process. */
abstract class ClientFixture {
    static final String CONVERSATION = "d:alice:bob";
    static final Duration LIMIT = Duration.ofSeconds(15);

    final FakeCluster cluster = new FakeCluster(2);
    final RecordingListener listener = new RecordingListener();
    final List<ChatClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(ChatClient::close);
        cluster.close();
    }

    ChatClientConfig.Builder config() {
        return ChatClientConfig.builder()
                .gates(cluster.gate().uri())
                .user("bob")
                .password("bob-pass")
                .device("console-1")
                .reconnect(new ReconnectPolicy(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(60)));
    }

    ChatClient connected(ChatClientConfig.Builder config) throws Exception {
        ChatClient client = client(config, listener);
        get(client.connect());
        return client;
    }

    ChatClient client(ChatClientConfig.Builder config, ChatListener to) {
        ChatClient client = ChatClient.create(config.build(), to);
        clients.add(client);
        return client;
    }

    static List<Long> ids(FakeWorker worker) {
        return worker.received(Frame.BodyCase.SEND_REQUEST).stream()
                .map(Frame::getSendRequest)
                .map(SendRequest::getClientMsgId)
                .toList();
    }

    static <T> T get(CompletableFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
