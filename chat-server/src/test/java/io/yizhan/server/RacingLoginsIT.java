package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Ping;
import io.yizhan.access.RedisClients;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.embedded.fault.FaultProxy;
import io.yizhan.embedded.fault.Toxic;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.redis.RedisCalls;
import io.yizhan.server.state.redis.RedisSessionRegistry;
import io.yizhan.server.transport.RawClient;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** I10: two logins of one user race on two workers, over one Redis, with kicks that are late. */
class RacingLoginsIT {
    private static final int RACES = 1_000;
    private static final int AT_ONCE = 250;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A login that Redis answers too late would have an open outcome, and that is not what is tried here. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UnifiedJedis redis =
            RedisClients.open(SharedMiddleware.redis().url() + "/0", PATIENCE, 8);
    private final RedisCalls calls = new RedisCalls(redis, 8, 8_192, PATIENCE);
    private final MemoryBackend backend = MemoryBackend.with(
            nodes -> new RedisSessionRegistry(calls, new HolderLiveness(nodes, Set::of), MemoryBackend.LEASE));
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final List<FaultProxy> links = new ArrayList<>();
    private MemoryWorker one;
    private MemoryWorker other;

    @BeforeEach
    void start() throws InterruptedException {
        one = worker();
        other = worker();
        await().atMost(Duration.ofSeconds(20)).until(() -> one.isLinkedTo(other) && other.isLinkedTo(one));
        links.forEach(link -> link.poison(new Toxic.Latency(Duration.ofMillis(60), Duration.ofMillis(60))));
    }

    private MemoryWorker worker() throws InterruptedException {
        return new MemoryWorker(backend, Duration.ofSeconds(5), 16 << 20, mesh -> {
            FaultProxy link = FaultProxy.to(mesh);
            links.add(link);
            return link.port();
        });
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        other.close();
        links.forEach(FaultProxy::close);
        backend.close();
        calls.close();
        redis.close();
    }

    @Test
    void oneOfTwoStands_andTheOtherIsKicked() throws Exception {
        backend.policy.set(LoginPolicy.SINGLE_DEVICE);
        runAll((race, place) -> place == 0 || race % 2 == 0 ? "phone" : "tablet");
    }

    @Test
    void theFirstStands_andTheOtherIsRefused() throws Exception {
        backend.policy.set(LoginPolicy.SINGLE_DEVICE.with(Collision.REFUSE_NEW));
        runAll((race, place) -> place == 0 ? "phone" : "tablet");
    }

    private void runAll(Devices devices) throws IOException {
        for (int from = 0; from < RACES; from += AT_ONCE) {
            List<Race> races = new ArrayList<>();
            for (int i = from; i < from + AT_ONCE; i++) {
                races.add(new Race(i, devices));
            }
            for (Race race : races) {
                race.start();
            }
            for (Race race : races) {
                race.end();
            }
            await().atMost(LIMIT).until(() -> one.sessions.size() + other.sessions.size() == AT_ONCE);
            for (Race race : races) {
                race.close();
            }
            await().atMost(LIMIT).until(() -> one.sessions.size() + other.sessions.size() == 0);
        }
    }

    /** Which device logs in at which of the two workers. */
    private interface Devices {
        String of(int race, int place);
    }

    /** One user, and a login at each worker. */
    private final class Race {
        private final int number;
        private final UserId user;
        private final List<RawClient> clients;
        private final List<String> devices;

        Race(int number, Devices devices) throws IOException {
            this.number = number;
            this.user = new UserId("r" + number + "-" + run);
            this.devices = List.of(devices.of(number, 0), devices.of(number, 1));
            this.clients = List.of(new RawClient(one.port), new RawClient(other.port));
        }

        void start() throws IOException {
            for (int i : number % 4 < 2 ? List.of(0, 1) : List.of(1, 0)) {
                clients.get(i).send(RawClient.login(1, user.value(), devices.get(i), "good"));
            }
        }

        /** The registry and both workers mean the same one: it is alive, and the other was told why and ended. */
        void end() throws IOException {
            List<Frame> answers =
                    List.of(clients.get(0).receive(), clients.get(1).receive());
            List<SessionAddress> found =
                    Stages.get(backend.ports.registry().find(List.of(user))).get(user);
            assertThat(found).hasSize(1);
            int winner = found.get(0).holder().equals(one.membership.self()) ? 0 : 1;
            int loser = 1 - winner;

            assertThat(answers.get(winner).hasLoginResponse()).as("%s", answers).isTrue();
            Frame last = answers.get(loser);
            expectToldWhy(last.hasLoginResponse() ? clients.get(loser).receive() : last, devices.get(winner));
            clients.get(loser).expectEnd();
            clients.get(winner)
                    .send(Frame.newBuilder()
                            .setRequestId(2)
                            .setPing(Ping.getDefaultInstance())
                            .build());
            assertThat(clients.get(winner).receive().hasPong()).isTrue();
        }

        private void expectToldWhy(Frame last, String by) {
            if (backend.policy.get().collision() == Collision.REFUSE_NEW) {
                assertThat(last.getError().getCode()).isEqualTo(ErrorCode.LOGIN_REFUSED);
            } else {
                assertThat(last.getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
                assertThat(last.getKicked().getByDeviceId()).isEqualTo(by);
            }
        }

        void close() throws IOException {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
