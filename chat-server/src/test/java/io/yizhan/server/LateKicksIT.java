package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Ping;
import io.yizhan.embedded.fault.FaultProxy;
import io.yizhan.embedded.fault.Toxic;
import io.yizhan.server.transport.RawClient;
import io.yizhan.settings.LoginPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** D14: kicks that do not arrive, or arrive when everything has changed. */
@Timeout(60)
class LateKicksIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final MemoryBackend backend = new MemoryBackend();
    private final List<RawClient> clients = new ArrayList<>();
    private FaultProxy toFirst;
    private MemoryWorker first;
    private MemoryWorker second;

    @BeforeEach
    void start() throws InterruptedException {
        backend.policy.set(LoginPolicy.SINGLE_DEVICE);
        first = new MemoryWorker(backend, Duration.ofSeconds(5), 16 << 20, mesh -> {
            toFirst = FaultProxy.to(mesh);
            return toFirst.port();
        });
        second = new MemoryWorker(backend);
        await().atMost(TIMEOUT).until(() -> second.isLinkedTo(first));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        first.close();
        second.close();
        toFirst.close();
        backend.close();
    }

    @Test
    void whoMissesAKickIsToldWithTheNextRenewal_andTheLateKickHitsNobodyElse() throws IOException {
        RawClient phone = login(first, "phone");
        toFirst.poison(new Toxic.Stall());

        RawClient tablet = login(second, "tablet");
        expectAlive(phone);
        first.renewLeases();
        expectKicked(phone, "tablet");

        RawClient phoneAgain = login(first, "phone");
        expectKicked(tablet, "phone");
        toFirst.heal();
        await().atMost(TIMEOUT).until(() -> second.isLinkedTo(first));
        RawClient bob = login(second, "phone", "bob");
        bob.send(RawClient.message(7, "ann", 7, "this comes behind the kick"));
        assertThat(bob.answerTo(7).hasSendResponse()).isTrue();
        assertThat(phoneAgain.receive().hasPush()).isTrue();
        expectAlive(phoneAgain);
        first.renewLeases();
        expectAlive(phoneAgain);
    }

    private RawClient login(MemoryWorker worker, String device) throws IOException {
        return login(worker, device, "ann");
    }

    private RawClient login(MemoryWorker worker, String device, String user) throws IOException {
        RawClient client = new RawClient(worker.port);
        clients.add(client);
        client.send(RawClient.login(1, user, device, "good"));
        assertThat(client.answerTo(1).hasLoginResponse()).isTrue();
        return client;
    }

    private static void expectAlive(RawClient client) throws IOException {
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setPing(Ping.getDefaultInstance())
                .build());
        assertThat(client.answerTo(3).hasPong()).isTrue();
    }

    private static void expectKicked(RawClient client, String by) throws IOException {
        Frame frame = client.receive();
        assertThat(frame.getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
        assertThat(frame.getKicked().getByDeviceId()).isEqualTo(by);
        client.expectEnd();
    }
}
