package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.LoginRequest;
import chat.v2.Ping;
import chat.v2.Platform;
import io.yizhan.server.transport.RawClient;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AX6: each policy with each answer to a collision, by the frames of logins on two workers. */
@Timeout(60)
class LoginPoliciesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final MemoryBackend backend = new MemoryBackend();
    private final Map<String, RawClient> clients = new LinkedHashMap<>();
    private MemoryWorker first;
    private MemoryWorker second;

    static Stream<LoginPolicy> pairs() {
        return Arrays.stream(Devices.values())
                .flatMap(devices ->
                        Arrays.stream(Collision.values()).map(collision -> new LoginPolicy(devices, 2, collision)));
    }

    @BeforeEach
    void start() throws InterruptedException {
        first = new MemoryWorker(backend);
        second = new MemoryWorker(backend);
        await().atMost(TIMEOUT).until(() -> first.isLinkedTo(second) && second.isLinkedTo(first));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients.values()) {
            client.close();
        }
        first.close();
        second.close();
        backend.close();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void keepsKicksAndRefuses_asThePairSays(LoginPolicy policy) throws IOException {
        assertThat(login(first, "android", Platform.ANDROID).hasLoginResponse()).isTrue();
        assertThat(login(second, "ios", Platform.IOS).hasLoginResponse()).isTrue();
        clients.get("android").send(RawClient.message(2, "bob", 1, "still here"));
        assertThat(clients.get("android").answerTo(2).hasSendResponse()).isTrue();
        first.renewLeases();
        second.renewLeases();
        backend.policy.set(policy);

        Frame answer = login(second, "new", Platform.ANDROID);

        Set<String> kicked = kicked(policy);
        if (policy.collision() == Collision.REFUSE_NEW && policy.devices() != Devices.MULTI_DEVICE) {
            assertThat(answer.getError().getCode()).isEqualTo(ErrorCode.LOGIN_REFUSED);
            assertThat(answer.getRequestId()).isEqualTo(1);
            clients.remove("new").expectEnd();
        } else {
            assertThat(answer.hasLoginResponse()).isTrue();
        }
        for (String device : kicked) {
            expectKicked(clients.remove(device), "new");
        }
        expectAllAlive();

        theSameDeviceTakesOver();
    }

    /** Whose place the newcomer takes; the older login is the one that was active last. */
    private static Set<String> kicked(LoginPolicy policy) {
        if (policy.collision() == Collision.REFUSE_NEW) {
            return Set.of();
        }
        return switch (policy.devices()) {
            case SINGLE_DEVICE -> Set.of("android", "ios");
            case ONE_PER_PLATFORM -> Set.of("android");
            case MULTI_DEVICE -> Set.of();
            case LIMITED -> policy.collision() == Collision.KICK_OLDEST_LOGIN ? Set.of("android") : Set.of("ios");
        };
    }

    /** Under every policy, and nobody else notices where all had a place. */
    private void theSameDeviceTakesOver() throws IOException {
        String device = List.copyOf(clients.keySet()).get(clients.size() - 1);
        RawClient old = clients.get(device);
        Platform platform = device.equals("ios") ? Platform.IOS : Platform.ANDROID;

        assertThat(login(first, device, platform).hasLoginResponse()).isTrue();

        expectKicked(old, device);
        old.close();
        expectAllAlive();
    }

    private Frame login(MemoryWorker worker, String device, Platform platform) throws IOException {
        RawClient client = new RawClient(worker.port);
        clients.put(device, client);
        client.send(Frame.newBuilder()
                .setRequestId(1)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setUserId("ann")
                        .setDeviceId(device)
                        .setToken("good")
                        .setPlatform(platform))
                .build());
        return client.answerTo(1);
    }

    private static void expectKicked(RawClient client, String by) throws IOException {
        Frame frame = client.receive();
        while (!frame.hasKicked()) {
            frame = client.receive();
        }
        assertThat(frame.getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
        assertThat(frame.getKicked().getByDeviceId()).isEqualTo(by);
        client.expectEnd();
    }

    private void expectAllAlive() throws IOException {
        for (RawClient client : new ArrayList<>(clients.values())) {
            client.send(Frame.newBuilder()
                    .setRequestId(3)
                    .setPing(Ping.getDefaultInstance())
                    .build());
            assertThat(client.answerTo(3).hasPong()).isTrue();
        }
    }
}
