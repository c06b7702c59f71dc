package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.settings.LoginPolicyFormat;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.ZooKeeperSettingsDesk;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A crowd logs in through three gates at once, and must not run to one worker after the other. */
@Tag("long")
class StormIT {
    private static final int DEVICES = 600;
    private static final int AT_ONCE = 12;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(4);

    @Test
    void spreadsEvenly_overAllWorkers() throws Exception {
        List<URI> gates = new ArrayList<>();
        for (int i = 0; i < 3; i++) { // cheap hashes: the crowd shall come at once
            gates.add(cluster.running().startGate("--yizhan.password.memory-kib=64", "--yizhan.password.iterations=1"));
        }
        letEverybodyIn();
        ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE);
        List<OutsideClient> clients = new CopyOnWriteArrayList<>();
        try {
            List<Callable<Boolean>> logins = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                int number = i;
                logins.add(() -> logIn(gates.get(number % gates.size()), "device-" + number, clients));
            }
            for (Future<Boolean> login : crowd.invokeAll(logins)) {
                assertThat(login.get()).isTrue();
            }
            await().atMost(Person.LIMIT)
                    .until(() -> balances().stream().mapToInt(Integer::intValue).sum() == DEVICES);
            List<Integer> balances = balances();
            System.out.println("  sessions: " + balances);
            int most = balances.stream().mapToInt(Integer::intValue).max().orElseThrow();
            int least = balances.stream().mapToInt(Integer::intValue).min().orElseThrow();
            assertThat((double) most / least).as(balances.toString()).isLessThanOrEqualTo(1.2);
        } finally {
            crowd.shutdownNow();
            for (OutsideClient client : clients) {
                client.close();
            }
        }
    }

    private static boolean logIn(URI gate, String device, List<OutsideClient> clients) throws Exception {
        OutsideGate.Ticket ticket = new OutsideGate(gate).ticket("alice", device);
        OutsideClient client = new OutsideClient(ticket.host(), ticket.port());
        clients.add(client);
        return client.login(ticket.token(), "alice", device).hasLoginResponse();
    }

    private static List<Integer> balances() {
        return cluster.running().members().all().nodes().stream()
                .map(ImNode::balance)
                .toList();
    }

    private static void letEverybodyIn() throws InterruptedException {
        ZooKeeperClient zookeeper = new ZooKeeperClient(
                "127.0.0.1:" + cluster.running().middleware().zookeeper().port(), Duration.ofSeconds(10));
        zookeeper.start(Duration.ofSeconds(20));
        try (SettingsDesk desk = new ZooKeeperSettingsDesk(zookeeper)) {
            desk.set(LoginPolicyFormat.SETTING, "{\"policy\":\"MULTI_DEVICE\"}", "test");
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true); // so long it may take until all follow
        }
    }
}
