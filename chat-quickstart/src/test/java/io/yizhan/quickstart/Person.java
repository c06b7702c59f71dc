package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Platform;
import chat.v2.Receipt;
import chat.v2.UserPresence;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.ConnectedNode;
import io.yizhan.client.Recalled;
import io.yizhan.client.outbox.SendReceipt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A user of a test: the SDK, and a record of all that it has shown. */
final class Person implements ChatListener, AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int WINDOW = 256;

    private final String name;
    private final ChatClient client;
    private final List<Message> shown = new CopyOnWriteArrayList<>();
    private final List<Recalled> recalled = new CopyOnWriteArrayList<>();
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final List<UserPresence> presences = new CopyOnWriteArrayList<>();
    private final List<String> typing = new CopyOnWriteArrayList<>();
    private final List<Kicked> kicks = new CopyOnWriteArrayList<>();
    private final List<String> disconnects = new CopyOnWriteArrayList<>();

    Person(String name, URI gate) {
        this(name, gate, Platform.CONSOLE);
    }

    /** On a device of its own for each platform. */
    Person(String name, URI gate, Platform platform) {
        this.name = name;
        this.client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(name)
                        .password(name + "-pass")
                        .device(platform == Platform.CONSOLE ? name + "-phone" : name + "-" + platform)
                        .platform(platform)
                        .build(),
                this);
    }

    void connect() throws Exception {
        client.connect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    String name() {
        return name;
    }

    ChatClient client() {
        return client;
    }

    /** Where clients reach the worker that holds this person. */
    int port() {
        return client.node().map(ConnectedNode::port).orElseThrow();
    }

    boolean isOnline() {
        return client.node().isPresent();
    }

    /** Sends so many texts, a window at a time, and returns what the server said to each, in order. */
    List<CompletableFuture<SendReceipt>> sendMany(String to, int count, String prefix) throws InterruptedException {
        Semaphore window = new Semaphore(WINDOW);
        List<CompletableFuture<SendReceipt>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            window.acquire();
            CompletableFuture<SendReceipt> answer = client.send(to, prefix + i);
            answers.add(answer.whenComplete((stored, failure) -> window.release()));
        }
        return answers;
    }

    static List<SendReceipt> allStored(List<CompletableFuture<SendReceipt>> answers) throws Exception {
        List<SendReceipt> stored = new ArrayList<>();
        for (CompletableFuture<SendReceipt> answer : answers) {
            stored.add(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
        return stored;
    }

    /** All that was shown of what {@code from} has sent, as (seq, text), in the order of showing. */
    List<String> shownFrom(Person from) {
        return shown.stream()
                .filter(message -> message.getFromUserId().equals(from.name))
                .map(message -> message.getSeq() + " " + message.getContent().getText())
                .toList();
    }

    int shownCount() {
        return shown.size();
    }

    List<Message> shown() {
        return shown;
    }

    List<Recalled> recalled() {
        return recalled;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    /** Who came and went, of those watched. */
    List<UserPresence> presences() {
        return presences;
    }

    /** Where this user is online, as was told last; empty if nothing was told of him. */
    Optional<List<Platform>> present(String user) {
        return presences.stream()
                .filter(told -> told.getUserId().equals(user))
                .reduce((before, after) -> after)
                .map(UserPresence::getPlatformsList);
    }

    /** Who typed, each time that it was told. */
    List<String> typing() {
        return typing;
    }

    /** Why the server ended its sessions. */
    List<Kicked> kicks() {
        return kicks;
    }

    /** Why the connection was lost, each time. */
    List<String> disconnects() {
        return disconnects;
    }

    /** Waits until exactly what {@code from} was told is stored has been shown, once and in order. */
    void hasSeenExactly(Person from, List<SendReceipt> stored, String prefix) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            expected.add(stored.get(i).seq() + " " + prefix + i);
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(shownFrom(from)).hasSizeGreaterThanOrEqualTo(expected.size()));
        assertThat(shownFrom(from)).containsExactlyElementsOf(expected);
    }

    @Override
    public void onMessage(Message message) {
        shown.add(message);
    }

    @Override
    public void onRecalled(Recalled told) {
        recalled.add(told);
    }

    @Override
    public void onReceipt(Receipt receipt) {
        receipts.add(receipt);
    }

    @Override
    public void onPresence(UserPresence presence) {
        presences.add(presence);
    }

    @Override
    public void onTyping(String conversationId, String userId) {
        typing.add(userId);
    }

    @Override
    public void onKicked(Kicked kicked) {
        kicks.add(kicked);
    }

    @Override
    public void onDisconnected(String reason) {
        disconnects.add(reason);
    }

    @Override
    public void close() {
        client.close();
    }
}
