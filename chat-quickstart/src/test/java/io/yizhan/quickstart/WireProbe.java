package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Ping;
import chat.v2.SendResponse;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Ops;
import io.yizhan.quickstart.check.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Somebody who sends over one connection, to a worker of the test's choice, and sends nothing again: what the server
 * answers to each single request is recorded.
 */
final class WireProbe implements AutoCloseable {
    private final String user;
    private final String name;
    private final OutsideClient client;
    private final Recorder recorder;
    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * 1_000);
    private final List<Answer> answers = new CopyOnWriteArrayList<>();

    /** @param code OK or the name of the ErrorCode */
    record Answer(String code, Duration after, Duration retryAfter) {}

    WireProbe(TestCluster cluster, Worker worker, String user, Recorder recorder) throws Exception {
        this.user = user;
        this.name = user + "@" + worker.process().name();
        this.recorder = recorder;
        AtomicReference<OutsideGate.Ticket> given = new AtomicReference<>();
        // the gate may just be recovering from the fault before, and says so
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> given.set(new OutsideGate(cluster.gate()).ticket(user, "probe")));
        OutsideGate.Ticket ticket = given.get();
        this.client = new OutsideClient("127.0.0.1", worker.port());
        Frame answer = client.login(ticket.token(), user, "probe");
        if (!answer.hasLoginResponse()) {
            throw new AssertionError("Login refused: " + answer);
        }
        recorder.add(at -> new Event.Online(at, device()));
        var unused = CompletableFuture.runAsync(this::awaitEnd, task -> new Thread(task, "probe-end").start());
    }

    /** Sends one message and does not wait. */
    void send(String to) throws IOException {
        long op = recorder.nextOp();
        long asked = System.nanoTime();
        recorder.add(at -> new Event.Invoked(at, op, device(), to));
        recorder.add(at -> new Event.Asked(at, name, op));
        Frame.Builder request =
                Frame.newBuilder().setSendRequest(OutsideClient.text(to, ids.incrementAndGet(), Ops.text(op)));
        var unused = client.askLater(request).thenAccept(answer -> answered(op, asked, answer));
    }

    private void answered(long op, long asked, Frame answer) {
        String code =
                answer.hasSendResponse() ? "OK" : answer.getError().getCode().name();
        recorder.add(at -> new Event.Answered(at, name, op, code));
        if (answer.hasSendResponse()) {
            SendResponse stored = answer.getSendResponse();
            recorder.add(
                    at -> new Event.Acked(at, op, stored.getConversationId(), stored.getSeq(), stored.getMessageId()));
        }
        answers.add(new Answer(
                code,
                Duration.ofNanos(System.nanoTime() - asked),
                Duration.ofMillis(answer.getError().getRetryAfterMs())));
    }

    /** Whoever is silent for three heartbeats is closed. */
    void ping() throws IOException {
        var unused = client.askLater(Frame.newBuilder().setPing(Ping.getDefaultInstance()));
    }

    /** Waits until the server asks it to go elsewhere. */
    void awaitsGoAway() throws InterruptedException {
        Frame frame = client.nextUnasked();
        while (!frame.hasGoAway()) {
            frame = client.nextUnasked();
        }
    }

    private void awaitEnd() {
        try {
            while (!client.isEnded(OutsideClient.LIMIT)) {
                // goes on
            }
            recorder.add(at -> new Event.Closed(at, name));
            recorder.add(at -> new Event.Offline(at, device(), "the connection ended"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String user() {
        return user;
    }

    String device() {
        return user + "/probe";
    }

    boolean isConnected() throws InterruptedException {
        return !client.isEnded(Duration.ZERO);
    }

    List<Answer> answers() {
        return answers;
    }

    /** Frames that answered nothing. */
    OutsideClient client() {
        return client;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close a connection", e);
        }
    }
}
