package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.FakeNodeView;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scripts and the lock judge alike: any order of logins, renewals, moves, ends, deaths and sweeps. */
class RegistriesAgreeIT {
    private static final int PLAYS = 400;
    private static final int STEPS = 60;
    private static final Duration LEASE = Duration.ofMinutes(10);

    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    @Test
    void sayTheSame_toWhateverIsAsked() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + PLAYS; seed++) {
            new Play(seed).run();
        }
    }

    /** One user's story, told to both. */
    private static final class Play {
        private final long seed;
        private final Random dice;
        private final UserId user;
        private final FakeNodeView view = new FakeNodeView();
        private final List<Incarnation> workers = new ArrayList<>();
        private final List<SessionRegistry> registries;
        /** Each session ever, as the one and as the other has it. */
        private final List<List<SessionAddress>> sessions = new ArrayList<>();

        private int lastIdle;

        Play(long seed) {
            this.seed = seed;
            this.dice = new Random(seed);
            this.user = new UserId("agree" + Long.toString(seed, Character.MAX_RADIX));
            HolderLiveness liveness = new HolderLiveness(view, Set::of);
            this.registries = List.of(
                    new RedisSessionRegistry(REDIS.calls(), liveness, LEASE),
                    new MemorySessionRegistry(new ManualClock(), liveness, LEASE));
            for (int i = 0; i < 3; i++) {
                join();
            }
        }

        private void join() {
            Incarnation worker = new Incarnation(new NodeId(workers.size()), seed + workers.size());
            workers.add(worker);
            view.join(worker);
        }

        private <T> T one(List<T> of) {
            return of.get(dice.nextInt(of.size()));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int die = sessions.isEmpty() ? 0 : dice.nextInt(12);
                if (die < 4) {
                    login();
                } else if (die < 7) {
                    renew();
                } else if (die < 9) {
                    unregister();
                } else if (die < 10) {
                    move();
                } else if (die < 11) {
                    die();
                } else {
                    sweep();
                }
                agree("who stands, step " + step, registry -> devices(find(registry)));
            }
        }

        private List<SessionAddress> find(SessionRegistry registry) {
            return Stages.get(registry.find(List.of(user))).get(user);
        }

        private static Set<String> devices(Iterable<SessionAddress> addresses) {
            List<SessionAddress> list = new ArrayList<>();
            addresses.forEach(list::add);
            Set<String> names = list.stream()
                    .map(address -> address.device() + " " + address.session() + " " + address.holder())
                    .collect(Collectors.toSet());
            assertThat(names).as("one entry for each device").hasSameSizeAs(list);
            return names;
        }

        private void login() {
            LoginPolicy policy = new LoginPolicy(
                    one(List.of(Devices.values())), 1 + dice.nextInt(3), one(List.of(Collision.values())));
            int device = dice.nextInt(5);
            SessionClaim claim = new SessionClaim(
                    user,
                    new DeviceId("d" + device),
                    1 + device % 2,
                    one(workers),
                    new SessionId("s" + sessions.size()));
            List<SessionAddress> entered = new ArrayList<>();
            agree("login under " + policy, registry -> {
                if (Stages.get(registry.register(claim, policy)) instanceof Registration.Entered in) {
                    entered.add(in.own());
                    return devices(in.displaced());
                }
                return Set.of("refused");
            });
            if (!entered.isEmpty()) {
                sessions.add(entered);
            }
        }

        /** A minute apart each, so that it does not matter that Redis has a clock of its own. */
        private void renew() {
            List<SessionAddress> session = one(sessions);
            lastIdle++;
            agree("renewal", registry -> {
                SessionAddress address = session.get(registries.indexOf(registry));
                Map<SessionAddress, Duration> asked = new HashMap<>();
                asked.put(address, Duration.ofMinutes(lastIdle));
                return List.copyOf(Stages.get(registry.refresh(asked)).values());
            });
        }

        private void unregister() {
            List<SessionAddress> session = one(sessions);
            agree("end", registry -> Stages.get(registry.unregister(session.get(registries.indexOf(registry)))));
        }

        private void move() {
            List<SessionAddress> session = one(sessions);
            Incarnation to = one(workers);
            agree(
                    "move",
                    registry -> Stages.get(registry.move(session.get(registries.indexOf(registry)), to))
                                    instanceof Hold.Displaced gone
                            ? gone.by()
                            : "moved");
            session.replaceAll(address -> address.heldBy(to));
        }

        private void die() {
            view.leave(one(workers));
            join();
        }

        private void sweep() {
            Incarnation holder = one(workers);
            agree("sweep", registry -> Stages.get(registry.sweep(holder)));
        }

        private void agree(String what, Function<SessionRegistry, Object> ask) {
            assertThat(ask.apply(registries.get(0)))
                    .as("%s, seed %d", what, seed)
                    .isEqualTo(ask.apply(registries.get(1)));
        }
    }
}
