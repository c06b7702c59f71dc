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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HolderSweeperTest {
    private static final Incarnation SELF = new Incarnation(new NodeId(0), 10);
    private static final Incarnation PEER = new Incarnation(new NodeId(1), 5);
    private static final Duration LEASE = Duration.ofSeconds(90);

    private final FakeNodeView view = new FakeNodeView();
    private final List<Incarnation> suspects = new ArrayList<>();
    private final HolderLiveness liveness = new HolderLiveness(view, () -> suspects);
    private final SlowRegistry registry =
            new SlowRegistry(new MemorySessionRegistry(new ManualClock(), liveness, LEASE));
    private final ManualScheduler scheduler = new ManualScheduler(HolderSweeper.PERIOD);
    private final HolderSweeper sweeper = new HolderSweeper(registry, liveness, () -> SELF, scheduler);
    private SessionAddress there;

    @BeforeEach
    void start() {
        view.join(SELF);
        view.join(PEER);
        Stages.get(registry.holders(PEER));
        SessionClaim claim =
                new SessionClaim(new UserId("ann"), new DeviceId("phone"), 3, PEER, new SessionId("there"));
        there = ((Registration.Entered) Stages.get(registry.register(claim, LoginPolicy.MULTI_DEVICE))).own();
        sweeper.start();
        scheduler.run();
    }

    @AfterEach
    void stop() {
        sweeper.close();
        scheduler.shutdownNow();
    }

    /** Also what is hidden from look-ups. */
    private boolean stands() {
        return Stages.get(registry.unregister(there));
    }

    @Test
    void leavesAloneWhoIsAMember_orIsStillRoutedTo() {
        suspects.add(PEER);
        view.leave(PEER);
        scheduler.run();
        scheduler.run();

        assertThat(Stages.get(registry.find(List.of(there.user())))).containsEntry(there.user(), List.of(there));
        assertThat(stands()).isTrue();
    }

    @Test
    void leavesAloneWhoWasGoneForAMoment() {
        view.leave(PEER);
        scheduler.run();
        suspects.add(PEER);
        scheduler.run();

        assertThat(stands()).isTrue();
    }

    @Test
    void takesOutWhatAWorkerLeftThatIsGone_alsoAfterTheRegistryWasAway() {
        view.leave(PEER);
        registry.mode(SlowRegistry.Mode.AWAY);
        scheduler.run();
        registry.mode(SlowRegistry.Mode.AT_ONCE);

        scheduler.run();
        assertThat(Stages.get(registry.find(List.of(there.user()))).get(there.user()))
                .as("hidden at once")
                .isEmpty();
        scheduler.run();

        assertThat(stands()).isFalse();
        assertThat(Stages.get(registry.refresh(Map.of(there, Duration.ZERO)))).isEmpty();
    }
}
