package io.yizhan.bench.load;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ClientRuntime;
import io.yizhan.client.gate.GateClient;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Users who speak in a group of their own, with the SDK; the first of them is its owner. Calls block but for say. */
public final class GroupSpeakers implements AutoCloseable {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_ADDED = 500;

    private final List<URI> gates;
    private final ClientRuntime runtime = new ClientRuntime(1);
    private final List<ChatClient> clients = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final String group;
    private final String password;

    private GroupSpeakers(List<URI> gates) {
        byte[] random = new byte[20];
        new SecureRandom().nextBytes(random);
        String hex = HexFormat.of().formatHex(random);
        this.gates = gates;
        this.group = "bench-" + hex.substring(0, 8);
        this.password = hex.substring(8);
    }

    /**
     * Makes the users and a group of them and of {@code members}, who exist already.
     *
     * @throws FleetException if the gate or a worker refuses, or does not answer
     */
    public static GroupSpeakers begin(List<URI> gates, int count, List<UserId> members) throws InterruptedException {
        GroupSpeakers speakers = new GroupSpeakers(gates);
        boolean ready = false;
        try {
            speakers.register(count);
            speakers.create(members);
            for (ChatClient client : speakers.clients.subList(1, count)) {
                await(client.connect());
            }
            ready = true;
            return speakers;
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("Could not make a group at " + gates + ": " + e.getMessage(), e);
        } finally {
            if (!ready) {
                speakers.close();
            }
        }
    }

    private void register(int count) throws InterruptedException, ExecutionException, TimeoutException {
        GateClient gate = runtime.gate(gates, CALL_LIMIT);
        for (int i = 0; i < count; i++) {
            String name = group + "-" + i;
            await(gate.register(new UserId(name), password));
            names.add(name);
            ChatClientConfig config = ChatClientConfig.builder()
                    .gates(gates)
                    .user(name)
                    .password(password)
                    .gateTimeout(CALL_LIMIT)
                    .outbox(OutboxSettings.defaults().within(SEND_LIMIT))
                    .build();
            clients.add(ChatClient.create(config, message -> {}, runtime));
        }
    }

    /** Before the others are there, to whom each that joins would be told. */
    private void create(List<UserId> members) throws InterruptedException, ExecutionException, TimeoutException {
        ChatClient owner = clients.get(0);
        await(owner.connect());
        await(owner.groups().create(Optional.of(group), "Bench", names.subList(1, names.size())));
        for (int from = 0; from < members.size(); from += MOST_ADDED) {
            await(owner.groups()
                    .addAll(
                            group,
                            members.subList(from, Math.min(members.size(), from + MOST_ADDED)).stream()
                                    .map(UserId::value)
                                    .toList()));
        }
    }

    private static <T> T await(CompletableFuture<T> call)
            throws InterruptedException, ExecutionException, TimeoutException {
        return call.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    int count() {
        return clients.size();
    }

    String conversation() {
        return "g:" + group;
    }

    /** One of them says something to all. Never blocks. */
    CompletableFuture<SendReceipt> say(int speaker, String text) {
        Content content =
                Content.newBuilder().setType(ContentType.TEXT).setText(text).build();
        return clients.get(speaker).send(Target.newBuilder().setGroupId(group).build(), content);
    }

    @Override
    public void close() {
        CompletableFuture.allOf(clients.stream().map(ChatClient::shutdown).toArray(CompletableFuture[]::new))
                .orTimeout(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .handle((done, failure) -> null)
                .join();
        runtime.close();
    }
}
