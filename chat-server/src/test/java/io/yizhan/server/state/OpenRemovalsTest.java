package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions end while the registry is away. */
class OpenRemovalsTest {
    private static final UserId ALICE = new UserId("alice");

    private final ManualClock clock = new ManualClock();
    private final FakeNodeView nodes = new FakeNodeView();
    private final MemorySessionRegistry memory =
            new MemorySessionRegistry(clock, new HolderLiveness(nodes, Set::of), Duration.ofSeconds(3));
    private final SlowRegistry away = new SlowRegistry(memory);
    private final List<UserId> told = new ArrayList<>();
    private final EverySecond timer = new EverySecond();
    private final OpenRemovals removals = new OpenRemovals(away, told::add, timer);
    private final ToldRegistry registry = new ToldRegistry(away, told::add, removals);
    private SessionAddress session;

    @BeforeEach
    void logIn() {
        removals.start();
        SessionClaim claim = new SessionClaim(
                ALICE, new DeviceId("phone"), 3, new Incarnation(new NodeId(1), 10), new SessionId("s"));
        session = ((Registration.Entered) Stages.get(registry.register(claim, LoginPolicy.MULTI_DEVICE))).own();
        assertThat(told).containsExactly(ALICE);
        told.clear();
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private List<SessionAddress> found() {
        return Stages.get(memory.find(List.of(ALICE))).get(ALICE);
    }

    @Test
    void takesOutWhatIsLeft_andTellsIt_onceTheRegistryIsBack() {
        away.mode(SlowRegistry.Mode.AWAY);
        assertThat(Stages.failure(registry.unregister(session))).isInstanceOf(StateUnavailableException.class);
        assertThat(told).as("its outcome is open").containsExactly(ALICE);
        timer.tick();
        assertThat(found()).containsExactly(session);

        away.mode(SlowRegistry.Mode.AT_ONCE);
        timer.tick();

        assertThat(found()).isEmpty();
        assertThat(told).containsExactly(ALICE, ALICE);
        int calls = away.calls();
        timer.tick();
        assertThat(away.calls()).as("no more").isEqualTo(calls);
    }

    @Test
    void triesForALease_andNoLonger() {
        away.mode(SlowRegistry.Mode.AWAY);
        Stages.failure(registry.unregister(session));
        int calls = away.calls();

        for (int i = 0; i < 10; i++) {
            timer.tick();
        }

        assertThat(away.calls() - calls).isEqualTo(3);
    }

    @Test
    void leavesASuccessorAlone() {
        away.mode(SlowRegistry.Mode.AWAY);
        Stages.failure(registry.unregister(session));
        away.mode(SlowRegistry.Mode.AT_ONCE);
        SessionClaim again =
                new SessionClaim(ALICE, session.device(), 3, new Incarnation(new NodeId(2), 20), new SessionId("t"));
        SessionAddress successor =
                ((Registration.Entered) Stages.get(registry.register(again, LoginPolicy.MULTI_DEVICE))).own();

        timer.tick();

        assertThat(found()).containsExactly(successor);
    }

    /** Ticks when told. */
    private static final class EverySecond extends ScheduledThreadPoolExecutor {
        private Runnable look = () -> {};

        EverySecond() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long period, TimeUnit unit) {
            assertThat(unit.toMillis(period)).isEqualTo(1_000);
            look = task;
            return null;
        }

        void tick() {
            look.run();
        }
    }
}
