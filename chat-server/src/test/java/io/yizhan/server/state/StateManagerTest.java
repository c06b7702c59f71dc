package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.identity.DeviceId;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.RemoteSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateManagerTest {
    private final Worker worker = new Worker(LoginPolicy.ONE_PER_PLATFORM);

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void aSessionIsFoundHereAndInTheRegistry_onceItIsOpen() {
        LocalSession session = worker.session(Worker.PHONE);

        SessionAddress address = Stages.get(worker.states.open(session, worker.states.beforeCheck()));

        assertThat(session.registered()).contains(address);
        assertThat(worker.found()).containsExactly(address);
        assertThat(worker.local.find(session.id())).contains(session);
    }

    @Test
    void canBeFoundHere_beforeOthersCanFindItInTheRegistry() {
        worker.registry.mode(SlowRegistry.Mode.LATE_ACT);
        LocalSession session = worker.session(Worker.PHONE);

        worker.states.open(session, worker.states.beforeCheck());

        assertThat(worker.local.find(session.id())).contains(session);
    }

    @Test
    void kicksTheOlderSessionHere_andForgetsIt() {
        LocalSession old = worker.loggedIn(Worker.PHONE);

        LocalSession late = worker.loggedIn(Worker.TABLET);

        assertThat(worker.kicked(old)).get().satisfies(kicked -> {
            assertThat(kicked.getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
            assertThat(kicked.getByDeviceId()).isEqualTo("tablet");
        });
        assertThat(worker.kicked(late)).isEmpty();
        assertThat(worker.local.all()).containsExactly(late);
        assertThat(worker.found()).containsExactly(late.address());
    }

    @Test
    void tellsTheOtherWorkerToKickTheOlderSessionThere() {
        SessionAddress old = worker.loggedInAtPeer(Worker.PHONE, LoginPolicy.MULTI_DEVICE);

        worker.loggedIn(Worker.PHONE);

        assertThat(worker.told(Worker.PEER)).singleElement().satisfies(event -> {
            assertThat(event.getWhatCase()).isEqualTo(PeerEvent.WhatCase.KICK);
            assertThat(event.getTargetsList()).containsExactly(RemoteSession.target(old));
            assertThat(event.getKick().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE_VALUE);
        });
    }

    @Test
    void kicksNobodyAndKeepsNothing_whenTheRegistryIsAway() {
        LocalSession old = worker.loggedIn(Worker.PHONE);
        worker.registry.mode(SlowRegistry.Mode.AWAY);
        LocalSession late = worker.session(Worker.PHONE);

        Throwable failure = Stages.failure(worker.states.open(late, worker.states.beforeCheck()));

        assertThat(failure).isInstanceOf(StateUnavailableException.class);
        assertThat(worker.kicked(old)).isEmpty();
        assertThat(worker.local.all()).containsExactly(old);
    }

    @Test
    void isSettled_onceThoseWhoLeftAreOutOfTheRegistry() {
        LocalSession session = worker.loggedIn(Worker.PHONE);
        assertThat(worker.states.settled().toCompletableFuture()).isCompleted();
        worker.registry.mode(SlowRegistry.Mode.LATE_ACT);

        worker.states.close(session);

        assertThat(worker.states.settled().toCompletableFuture()).isNotDone();
        worker.registry.releaseFirst();
        assertThat(worker.states.settled().toCompletableFuture()).isCompleted();
        worker.registry.mode(SlowRegistry.Mode.AWAY);
        worker.states.close(session);
        assertThat(worker.states.settled().toCompletableFuture())
                .as("nothing more can be done")
                .isCompleted();
    }

    @Test
    void takesASessionOutAgain_thatClosedWhileItWasEntered() {
        worker.registry.mode(SlowRegistry.Mode.LATE_ANSWER);
        LocalSession session = worker.session(Worker.PHONE);
        CompletionStage<SessionAddress> opened = worker.states.open(session, worker.states.beforeCheck());
        assertThat(worker.found()).hasSize(1);

        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        assertThat(Stages.get(worker.states.close(session))).isFalse();
        worker.registry.releaseFirst();

        assertThat(Stages.get(opened)).isEqualTo(session.address());
        assertThat(worker.found()).isEmpty();
        assertThat(worker.local.size()).isZero();
    }

    @Test
    void theLaterLoginStands_whenItsAnswerOvertakesTheEarlierOne() {
        worker.registry.mode(SlowRegistry.Mode.LATE_ANSWER);
        LocalSession early = worker.session(Worker.PHONE);
        LocalSession late = worker.session(Worker.PHONE);
        worker.states.open(early, worker.states.beforeCheck());
        worker.states.open(late, worker.states.beforeCheck());

        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        worker.registry.releaseLastFirst();

        assertThat(worker.kicked(early)).map(Kicked::getReason).contains(KickReason.LOGIN_ELSEWHERE);
        assertThat(worker.kicked(late)).isEmpty();
        assertThat(worker.local.all()).containsExactly(late);
        assertThat(worker.found()).containsExactly(late.address());
    }

    @Test
    void followsTheWorkerIntoItsNextLife_whenThatBeganWhileItWasEntered() {
        worker.registry.mode(SlowRegistry.Mode.LATE_ANSWER);
        LocalSession session = worker.session(Worker.PHONE);
        worker.states.open(session, worker.states.beforeCheck());

        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        worker.self.set(Worker.NEXT);
        worker.leases.newLife(Worker.NEXT);
        worker.registry.releaseFirst();

        assertThat(session.address().holder()).isEqualTo(Worker.NEXT);
        assertThat(worker.found()).containsExactly(session.address());
    }

    @Test
    void closingALateSessionLeavesItsSuccessorAlone() {
        LocalSession old = worker.loggedIn(Worker.PHONE);
        LocalSession late = worker.loggedIn(Worker.PHONE);

        assertThat(Stages.get(worker.states.close(old))).isFalse();
        assertThat(worker.found()).containsExactly(late.address());
        assertThat(Stages.get(worker.states.close(late))).isTrue();
        assertThat(worker.found()).isEmpty();
        assertThat(worker.local.size()).isZero();
    }

    @Test
    void endsTheSessionsOfADeviceWhoseTokenIsRevoked_andNoOthers() {
        try (Worker many = new Worker(LoginPolicy.MULTI_DEVICE)) {
            LocalSession phone = many.loggedIn(Worker.PHONE);
            LocalSession tablet = many.loggedIn(Worker.TABLET);

            many.states.revoked(Worker.ALICE, Worker.PHONE);
            many.states.revoked(Worker.ALICE, new DeviceId("unknown"));

            assertThat(many.kicked(phone)).map(Kicked::getReason).contains(KickReason.TOKEN_REVOKED);
            assertThat(many.kicked(tablet)).isEmpty();
            assertThat(many.local.all()).containsExactly(tablet);
            assertThat(many.found()).containsExactly(tablet.address());
        }
    }

    @Test
    void endsASessionWhoseTokenIsRevokedWhileItIsEntered() {
        worker.registry.mode(SlowRegistry.Mode.LATE_ANSWER);
        LocalSession session = worker.session(Worker.PHONE);
        worker.states.open(session, worker.states.beforeCheck());

        worker.registry.mode(SlowRegistry.Mode.AT_ONCE);
        worker.states.revoked(Worker.ALICE, Worker.PHONE);
        worker.registry.releaseFirst();

        assertThat(worker.kicked(session)).map(Kicked::getReason).contains(KickReason.TOKEN_REVOKED);
        assertThat(worker.found()).isEmpty();
    }

    @Test
    void opensNoSession_whenItsTokenWasRevokedAfterItWasFoundGood() {
        LocalSession tablet = worker.loggedIn(Worker.TABLET);
        LocalSession session = worker.session(Worker.PHONE);
        long beforeCheck = worker.states.beforeCheck();
        worker.states.revoked(Worker.ALICE, Worker.PHONE);

        Throwable failure = Stages.failure(worker.states.open(session, beforeCheck));

        assertThat(failure).isInstanceOf(TokenRevokedException.class);
        assertThat(worker.local.all()).containsExactly(tablet);
        assertThat(worker.found()).containsExactly(tablet.address());
        assertThat(worker.kicked(tablet)).isEmpty();
    }

    @Test
    void opensASession_whenAnotherDeviceWasRevoked_orThisOneBeforeTheCheck() {
        worker.states.revoked(Worker.ALICE, Worker.PHONE);
        LocalSession session = worker.session(Worker.PHONE);
        long beforeCheck = worker.states.beforeCheck();
        worker.states.revoked(Worker.ALICE, Worker.TABLET);

        Stages.get(worker.states.open(session, beforeCheck));

        assertThat(worker.local.all()).containsExactly(session);
    }

    @Test
    void takesOutExactlyTheEntriesThatAnotherWorkerLacks() {
        SessionAddress there = worker.loggedInAtPeer(Worker.PHONE, LoginPolicy.MULTI_DEVICE);
        SessionTarget target = RemoteSession.target(there);

        worker.states.notHere(Worker.NEXT, List.of(target));
        worker.states.notHere(
                Worker.PEER,
                List.of(
                        target.toBuilder().setEpoch(there.epoch() - 1).build(),
                        target.toBuilder().setUserId("no such id!").build(),
                        SessionTarget.getDefaultInstance()));
        assertThat(worker.found()).containsExactly(there);

        worker.states.notHere(Worker.PEER, List.of(target));
        assertThat(worker.found()).isEmpty();
    }
}
