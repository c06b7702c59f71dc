package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final MemoryNodes nodes = new MemoryNodes();
    private final MemoryMembership other = new MemoryMembership(nodes);
    private final Registered self = new Registered(new MemoryMembership(nodes));
    private final FakeClients clients = new FakeClients();
    private long now;
    private Duration silence = Duration.ZERO;
    private Readiness readiness;

    @BeforeEach
    void start() {
        self.join(new NodeEndpoint("127.0.0.1", 1, 2), TIMEOUT);
        other.join(new NodeEndpoint("127.0.0.1", 3, 4), TIMEOUT);
        readiness = new Readiness(self, nodes, () -> silence, clients, () -> now);
    }

    private NodeState state() {
        return nodes.find(self.self().node()).orElseThrow().state();
    }

    private void lookFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += Readiness.PERIOD.toNanos();
            readiness.look();
        }
    }

    @Test
    void changesNothing_whileAllIsWell_orForAMoment() {
        lookFor(100);
        silence = Duration.ofSeconds(4);
        lookFor(1);

        assertThat(state()).isEqualTo(NodeState.UP);
        assertThat(clients.told).isEmpty();
    }

    @Test
    void leavesTheGatesChoice_whenRedisIsSilent_andComesBack() {
        silence = Duration.ofSeconds(5);
        lookFor(1);
        assertThat(state()).isEqualTo(NodeState.DRAINING);
        assertThat(clients.told).isEmpty();

        silence = Duration.ZERO;
        lookFor(1);

        assertThat(state()).isEqualTo(NodeState.UP);
        lookFor(100);
        assertThat(clients.told).isEmpty();
    }

    @Test
    void sendsItsClientsAwayOnce_whenThatLasts_andRetiresThoseWhoStay() {
        silence = Duration.ofSeconds(5);
        lookFor(5);
        assertThat(clients.told).isEmpty();
        lookFor(10);
        assertThat(clients.told).containsExactly("away within PT10S");

        lookFor(12);

        assertThat(clients.told).contains("retire");
        clients.count = 0;
        clients.told.clear();
        lookFor(100);
        assertThat(clients.told).isEmpty();
    }

    @Test
    void pacesThem_whenThereAreMany() {
        clients.count = 50_000;
        silence = Duration.ofSeconds(5);
        lookFor(10);

        assertThat(clients.told).containsExactly("away within PT1M40S");
    }

    @Test
    void keepsItsClients_whileNobodyElseIsReady() {
        other.ready(false);
        silence = Duration.ofSeconds(5);
        lookFor(100);
        assertThat(clients.told).isEmpty();

        other.ready(true);
        lookFor(1);

        assertThat(clients.told).containsExactly("away within PT10S");
    }

    @Test
    void sendsThemAwayAgain_inTheNextTrouble() {
        for (int trouble = 0; trouble < 2; trouble++) {
            silence = Duration.ofSeconds(5);
            lookFor(7);
            silence = Duration.ZERO;
            lookFor(1);
        }

        assertThat(clients.told).containsExactly("away within PT10S", "away within PT10S");
    }

    @Test
    void sendsThemAway_whenItCannotRegisterForAMinute() {
        self.unregistered = Duration.ofSeconds(59);
        lookFor(100);
        assertThat(clients.told).isEmpty();

        self.unregistered = Duration.ofSeconds(60);
        lookFor(7);

        assertThat(state()).isEqualTo(NodeState.DRAINING);
        assertThat(clients.told).containsExactly("away within PT10S");
    }

    @Test
    void staysAway_whenItStopsMeanwhile() {
        silence = Duration.ofSeconds(5);
        lookFor(1);
        self.drain();
        silence = Duration.ZERO;
        lookFor(1);

        assertThat(state()).isEqualTo(NodeState.DRAINING);
    }

    /** Has a hundred clients that note what they are told. */
    private static final class FakeClients implements Readiness.Clients {
        private final List<String> told = new ArrayList<>();
        private int count = 100;

        @Override
        public int count() {
            return count;
        }

        @Override
        public void sendAway(Duration within) {
            told.add("away within " + within);
        }

        @Override
        public void retire() {
            told.add("retire");
        }
    }

    /** A membership that can be told to fail. */
    private static final class Registered implements Membership {
        private final MemoryMembership real;
        private Duration unregistered = Duration.ZERO;

        Registered(MemoryMembership real) {
            this.real = real;
        }

        @Override
        public Incarnation join(NodeEndpoint endpoint, Duration timeout) {
            return real.join(endpoint, timeout);
        }

        @Override
        public Incarnation self() {
            return real.self();
        }

        @Override
        public void report(int balance) {
            real.report(balance);
        }

        @Override
        public CompletionStage<Void> drain() {
            return real.drain();
        }

        @Override
        public void ready(boolean ready) {
            real.ready(ready);
        }

        @Override
        public Duration unregistered() {
            return unregistered;
        }

        @Override
        public void onNewLife(Consumer<Incarnation> listener) {
            real.onNewLife(listener);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
