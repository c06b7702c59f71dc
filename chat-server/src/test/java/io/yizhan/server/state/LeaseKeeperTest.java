package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.identity.DeviceId;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private final Worker worker = new Worker(LoginPolicy.MULTI_DEVICE);

    @BeforeEach
    void start() {
        worker.leases.start();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void anEntryStands_asLongAsItIsRenewed() {
        LocalSession session = worker.loggedIn(Worker.PHONE);

        IntStream.range(0, 10).forEach(i -> worker.renewalIsDue());
        assertThat(worker.found()).containsExactly(session.address());

        worker.leases.close();
        IntStream.range(0, 3).forEach(i -> worker.renewalIsDue());
        assertThat(worker.found()).isEmpty();
        assertThat(worker.kicked(session)).isEmpty();
    }

    @Test
    void entersASessionAgain_whenTheRegistryForgotIt() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        Stages.get(worker.registry.unregister(session.address()));

        worker.renewalIsDue();

        assertThat(worker.found()).containsExactly(session.address());
    }

    @Test
    void kicksWhoIsDisplaced_andMissedTheKick() {
        LocalSession phone = worker.loggedIn(Worker.PHONE);
        LocalSession tablet = worker.loggedIn(Worker.TABLET);
        SessionAddress late = worker.loggedInAtPeer(Worker.PHONE, LoginPolicy.MULTI_DEVICE);

        worker.renewalIsDue();

        assertThat(worker.kicked(phone)).map(Kicked::getReason).contains(KickReason.LOGIN_ELSEWHERE);
        assertThat(worker.kicked(tablet)).isEmpty();
        assertThat(worker.local.all()).containsExactly(tablet);
        assertThat(worker.found()).containsExactlyInAnyOrder(tablet.address(), late);
    }

    @Test
    void handsAllSessionsToTheNextLife_andKicksTheDisplaced() {
        List<LocalSession> sessions = IntStream.range(0, 200)
                .mapToObj(i -> worker.loggedIn(new DeviceId("d" + i)))
                .toList();
        SessionAddress late = worker.loggedInAtPeer(new DeviceId("d7"), LoginPolicy.MULTI_DEVICE);

        worker.self.set(Worker.NEXT);
        worker.leases.newLife(Worker.NEXT);

        assertThat(worker.kicked(sessions.get(7))).map(Kicked::getReason).contains(KickReason.LOGIN_ELSEWHERE);
        assertThat(worker.local.size()).isEqualTo(199);
        assertThat(worker.found())
                .hasSize(200)
                .contains(late)
                .filteredOn(address -> !address.equals(late))
                .allSatisfy(address -> assertThat(address.holder()).isEqualTo(Worker.NEXT));
        assertThat(worker.local.all())
                .allSatisfy(session -> assertThat(session.address().holder()).isEqualTo(Worker.NEXT));
    }

    @Test
    void handsOverAtTheNextRenewal_whatCouldNotBeHandedOverAtOnce() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        worker.self.set(Worker.NEXT);
        worker.registry.mode(SlowRegistry.Mode.AWAY);
        worker.leases.newLife(Worker.NEXT);
        worker.renewalIsDue();
        assertThat(session.address().holder()).isEqualTo(Worker.SELF);

        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        worker.renewalIsDue();

        assertThat(session.address().holder()).isEqualTo(Worker.NEXT);
        assertThat(worker.found()).containsExactly(session.address());
        assertThat(worker.kicked(session)).isEmpty();
    }

    @Test
    void doesNotBringBackASession_thatEndedDuringTheRenewal() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        worker.registry.mode(SlowRegistry.Mode.LATE_ACT);
        worker.renewalIsDue();
        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);

        assertThat(Stages.get(worker.states.close(session))).isTrue();
        worker.registry.releaseFirst();

        assertThat(worker.found()).isEmpty();
    }

    @Test
    void doesNotBringBackASession_thatEndedDuringTheHandOver() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        worker.registry.mode(SlowRegistry.Mode.LATE_ACT);
        worker.leases.newLife(Worker.NEXT);
        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);

        assertThat(Stages.get(worker.states.close(session))).isTrue();
        worker.registry.releaseFirst();

        assertThat(worker.found()).isEmpty();
    }

    @Test
    void theNextLifeStands_whenARenewalOfTheFormerCrossesIt() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        worker.registry.mode(SlowRegistry.Mode.LATE_ACT);
        worker.renewalIsDue();
        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);

        worker.leases.newLife(Worker.NEXT);
        worker.registry.releaseFirst();

        assertThat(session.address().holder()).isEqualTo(Worker.NEXT);
        assertThat(worker.found()).containsExactly(session.address());
    }

    @Test
    void doesNotBeginARenewal_whileTheLastOneIsUnderWay() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        worker.registry.mode(SlowRegistry.Mode.LATE_ACT);
        worker.renewalIsDue();
        worker.renewalIsDue();
        assertThat(worker.registry.held()).isEqualTo(1);

        worker.registry.releaseFirst();
        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        worker.renewalIsDue();

        assertThat(worker.found()).containsExactly(session.address());
    }

    @Test
    void goesOn_whenTheRegistryComesBack() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        worker.registry.mode(SlowRegistry.Mode.AWAY);
        IntStream.range(0, 4).forEach(i -> worker.renewalIsDue());
        assertThat(worker.found()).isEmpty();

        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        worker.renewalIsDue();

        assertThat(worker.found()).containsExactly(session.address());
        assertThat(worker.kicked(session)).isEmpty();
    }
}
