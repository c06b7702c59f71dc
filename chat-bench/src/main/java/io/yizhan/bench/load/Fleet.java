package io.yizhan.bench.load;

import chat.v2.Message;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.ClientRuntime;
import io.yizhan.client.gate.GateClient;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.sync.HistoryPage;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Pairs of users, made for this fleet with names and a password that nobody else has, and logged in with the SDK.
 * Serves any number of runs, one after the other. Its users stay in the cluster.
 */
public final class Fleet implements AutoCloseable {
    private static final int LOGINS_AT_ONCE = 4;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    /** Longer than a run waits for the last answer, so that an outcome is known or the run is not clean. */
    private static final Duration SEND_LIMIT = Duration.ofSeconds(60);

    private final List<URI> gates;
    private final String name;
    private final String password;
    private final ClientRuntime runtime;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private final LongAdder disconnects = new LongAdder();
    private volatile Arrivals arrivals = (pair, tag, there) -> {};
    private volatile FleetGroups groups = FleetGroups.NONE;

    private Fleet(List<URI> gates) {
        byte[] random = new byte[20];
        new SecureRandom().nextBytes(random);
        String hex = HexFormat.of().formatHex(random);
        this.gates = gates;
        this.name = "bench-" + hex.substring(0, 8);
        this.password = hex.substring(8);
        this.runtime = new ClientRuntime(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Makes the users and logs them in. Blocks.
     *
     * @throws FleetException if the gate or a worker refuses, or does not answer
     */
    public static Fleet login(List<URI> gates, int pairs) throws InterruptedException {
        Fleet fleet = new Fleet(gates);
        boolean ready = false;
        try {
            for (int first = 0; first < pairs; first += LOGINS_AT_ONCE) {
                fleet.login(first, Math.min(pairs, first + LOGINS_AT_ONCE));
            }
            ready = true;
            return fleet;
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("Could not log users in at " + gates + ": " + e.getMessage(), e);
        } finally {
            if (!ready) {
                fleet.close();
            }
        }
    }

    private void login(int from, int to) throws InterruptedException, ExecutionException, TimeoutException {
        GateClient gate = runtime.gate(gates, CALL_LIMIT);
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String sender = name + "-" + i + "a";
            String receiver = name + "-" + i + "b";
            LocalStore memory = new MemoryLocalStore();
            Pair pair = new Pair(
                    client(sender, new MemoryLocalStore(), new Ear((tag, there) -> {})),
                    client(receiver, memory, earOf(i)),
                    receiver,
                    memory);
            pairs.add(pair);
            ready.add(gate.register(new UserId(sender), password)
                    .thenCompose(made -> pair.sender().connect()));
            ready.add(gate.register(new UserId(receiver), password)
                    .thenCompose(made -> pair.receiver().connect()));
        }
        CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new))
                .get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Ear earOf(int pair) {
        return new Ear((tag, there) -> arrivals.shown(pair, tag, there));
    }

    private ChatClient client(String user, LocalStore memory, Ear ear) {
        ChatClientConfig config = ChatClientConfig.builder()
                .gates(gates)
                .user(user)
                .password(password)
                .gateTimeout(CALL_LIMIT) // passwords are made slow to guess, and so to check
                .store(memory)
                .outbox(OutboxSettings.defaults().within(SEND_LIMIT))
                .build();
        return ChatClient.create(config, ear, runtime);
    }

    List<Pair> pairs() {
        return List.copyOf(pairs);
    }

    /**
     * Lets all receivers leave: their connections end, and nothing of them stays but what the cluster knows. Blocks.
     */
    void receiversLeave() {
        await(pairs.stream().map(pair -> pair.receiver().shutdown()).toList());
    }

    /**
     * Lets all receivers come back as devices that remember nothing: so what waited for them comes.
     *
     * @return complete when all are logged in
     */
    CompletableFuture<Void> receiversReturn() {
        return CompletableFuture.allOf(IntStream.range(0, pairs.size())
                .mapToObj(pair -> comeBack(pair, new MemoryLocalStore()))
                .toArray(CompletableFuture[]::new));
    }

    /** Lets one receiver leave, whose device remembers what it was shown. */
    CompletableFuture<Void> leave(int pair) {
        return pairs.get(pair).receiver().shutdown();
    }

    /** Lets him come back on the same device; complete when he is logged in. */
    CompletableFuture<Void> comeBack(int pair) {
        return comeBack(pair, pairs.get(pair).memory());
    }

    private CompletableFuture<Void> comeBack(int pair, LocalStore memory) {
        Pair before = pairs.get(pair);
        ChatClient client = client(before.receiverId(), memory, earOf(pair));
        pairs.set(pair, new Pair(before.sender(), client, before.receiverId(), memory));
        return client.connect();
    }

    /** The last messages of the pair's conversation, as its receiver reads them. */
    CompletableFuture<HistoryPage> history(int pair, int limit) {
        Pair users = pairs.get(pair);
        return users.receiver().history(users.conversation(), 0, limit);
    }

    /**
     * Deals the pairs into so many groups. Blocks.
     *
     * @throws FleetException if the gate refuses, or does not answer
     */
    void gather(int count) throws InterruptedException {
        if (groups.count() != count) {
            groups = FleetGroups.make(name, pairs(), count);
        }
    }

    FleetGroups groups() {
        return groups;
    }

    /** Where what arrives is told from now on, on the clients' threads. */
    void tell(Arrivals listener) {
        arrivals = listener;
    }

    /** How often a user lost a connection so far. */
    long disconnects() {
        return disconnects.sum();
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Pair pair : pairs) {
            ends.add(pair.sender().shutdown());
            ends.add(pair.receiver().shutdown());
        }
        await(ends);
        runtime.close();
    }

    private static void await(List<CompletableFuture<Void>> ends) {
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .orTimeout(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .handle((done, failure) -> null)
                .join();
    }

    private final class Ear implements ChatListener {
        private final Shown shown;
        private final long sinceNanos = System.nanoTime();

        Ear(Shown shown) {
            this.shown = shown;
        }

        @Override
        public void onMessage(Message message) {
            MessageTag.parse(message.getContent().getText())
                    .ifPresent(tag -> shown.tell(tag, tag.dueNanos() - sinceNanos >= 0));
        }

        @Override
        public void onDisconnected(String reason) {
            disconnects.increment();
        }
    }

    private interface Shown {
        void tell(MessageTag tag, boolean there);
    }
}
