package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What ends tokens ends their sessions on each of the workers, soon: a user with two devices at either of them, by a
 * client that knows only the contract.
 */
class RevocationIT {
    /** Counted from the gate's answer to whoever has asked for it. */
    private static final Duration WITHIN = Duration.ofSeconds(2);

    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared();

    private final String user = "u" + UUID.randomUUID().toString().substring(0, 8);
    private final OutsideGate gate = new OutsideGate(cluster.gate());
    private final List<Device> devices = new ArrayList<>();

    /** One device that is logged in, by its own token. */
    private record Device(String id, Platform platform, String token, OutsideClient client) {}

    @BeforeEach
    void logIn() throws Exception {
        cluster.register(user);
        for (Platform platform : List.of(Platform.ANDROID, Platform.IOS, Platform.WEB, Platform.DESKTOP)) {
            String id = user + "-" + platform;
            String token = gate.ticket(user, id, platform.name()).token();
            OutsideClient client = at(devices.size() % 2);
            devices.add(new Device(id, platform, token, client));
            assertThat(client.login(token, user, id, platform).hasLoginResponse())
                    .isTrue();
        }
    }

    @AfterEach
    void leave() throws Exception {
        for (Device device : devices) {
            device.client().close();
        }
    }

    /** A token is good at any worker, whichever the gate has named. */
    private static OutsideClient at(int worker) throws Exception {
        return new OutsideClient(
                "127.0.0.1", cluster.running().workers().get(worker).port());
    }

    @Test
    void aLogoutEndsThatDeviceAlone() throws Exception {
        Device leaving = devices.get(0);

        assertThat(gate.call("POST", "/api/v1/logout", leaving.token(), null).status())
                .isEqualTo(204);

        assertEndedInTime(List.of(leaving), KickReason.TOKEN_REVOKED);
        assertThat(gate.call("POST", "/api/v1/logout", leaving.token(), null).status())
                .isEqualTo(401);
        for (Device staying : devices.subList(1, devices.size())) {
            assertThat(staying.client().send(user, "still here").hasSendResponse())
                    .isTrue();
        }
    }

    @Test
    void anotherPasswordEndsAllOthers_onEachWorker() throws Exception {
        String body = "{\"oldPassword\":\"%s-pass\",\"newPassword\":\"%s-other\"}".formatted(user, user);
        Device changing = devices.get(0);

        assertThat(gate.call("POST", "/api/v1/password", changing.token(), body).status())
                .isEqualTo(204);

        assertEndedInTime(devices.subList(1, devices.size()), KickReason.TOKEN_REVOKED);
        assertThat(changing.client().send(user, "still here").hasSendResponse()).isTrue();
    }

    @Test
    void anAdminsKickWithItsTokensEndsAll_onEachWorker() throws Exception {
        String admin = gate.ticket(TestCluster.ADMIN, "ops").token();
        String path = "/api/v1/admin/users/" + user + "/kick";

        assertThat(gate.call("POST", path, admin, "{\"revokeTokens\":true}").status())
                .isEqualTo(204);

        assertEndedInTime(devices, KickReason.BY_ADMIN);
    }

    private void assertEndedInTime(List<Device> ended, KickReason reason) throws Exception {
        long end = System.nanoTime() + WITHIN.toNanos();
        for (Device device : ended) {
            assertThat(device.client().isEnded(Duration.ofNanos(end - System.nanoTime())))
                    .as("%s ended within %s", device.id(), WITHIN)
                    .isTrue();
        }
        for (Device device : ended) {
            assertThat(device.client().nextUnasked().getKicked().getReason()).isEqualTo(reason);
            try (OutsideClient again = at(devices.indexOf(device) % 2)) {
                Frame answer = again.login(device.token(), user, device.id(), device.platform());
                assertThat(answer.getError().getCode()).as("%s", answer).isEqualTo(ErrorCode.BAD_TOKEN);
            }
        }
    }
}
