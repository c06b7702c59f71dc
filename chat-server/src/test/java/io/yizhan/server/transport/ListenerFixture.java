package io.yizhan.server.transport;

import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.Ping;
import chat.v2.PullRequest;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.config.NewcomerConfig;
import io.yizhan.server.session.LocalSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A listener on a free port, with everything behind it set by the test. */
@Timeout(60)
abstract class ListenerFixture {
    static final ClientConfig CONFIG = config(Duration.ofSeconds(5), Duration.ofSeconds(30));

    final Fakes fakes = new Fakes();
    final EventLoops loops = new EventLoops(2);
    final List<RawClient> clients = new ArrayList<>();
    ClientListener listener;
    int port;

    @BeforeEach
    void start() throws InterruptedException {
        listen(CONFIG);
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        listener.close();
        loops.close();
    }

    void drain(Duration leave) {
        try {
            listener.drain(leave, Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    LocalSession session() {
        return fakes.sessions.all().iterator().next();
    }

    void listen(ClientConfig config) throws InterruptedException {
        if (listener != null) {
            listener.close();
        }
        listener = new ClientListener(config, loops, fakes.sessions, fakes.services());
        port = listener.bind();
    }

    RawClient connect() throws IOException {
        RawClient client = new RawClient(port);
        clients.add(client);
        return client;
    }

    static Message textOf(long seq) {
        return Message.newBuilder().setConversationId("d:alice:bob").setSeq(seq).build();
    }

    static Frame ping(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setPing(Ping.getDefaultInstance())
                .build();
    }

    static Frame ack(long requestId, long seq) {
        return RawClient.ack(requestId, "d:alice:bob", seq);
    }

    static Frame pull(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setPullRequest(PullRequest.newBuilder().setConversationId("d:alice:bob"))
                .build();
    }

    static Offset<Long> offset() {
        return Offset.offset(60_000L);
    }

    static ClientConfig config(Duration loginTimeout, Duration heartbeat) {
        return config(loginTimeout, heartbeat, new NewcomerConfig(50_000, 20_000));
    }

    static ClientConfig config(Duration loginTimeout, Duration heartbeat, NewcomerConfig newcomers) {
        return new ClientConfig(
                "127.0.0.1",
                "127.0.0.1",
                0,
                1 << 20,
                4096,
                loginTimeout,
                newcomers,
                heartbeat,
                32,
                Duration.ofSeconds(5),
                100_000,
                Optional.empty());
    }
}
