package io.yizhan.quickstart;

import chat.v2.Frame;
import chat.v2.SendResponse;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Ops;
import io.yizhan.quickstart.check.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

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
        OutsideGate.Ticket ticket = new OutsideGate(cluster.gate()).ticket(user, "probe");
        this.client = new OutsideClient("127.0.0.1", worker.port());
        Frame answer = client.login(ticket.token(), user, "probe");
        if (!answer.hasLoginResponse()) {
            throw new AssertionError("Login refused: " + answer);
        }
        var unused = CompletableFuture.runAsync(this::awaitEnd, task -> new Thread(task, "probe-end").start());
    }

    /** Sends one message and does not wait. */
    void send(String to) throws IOException {
        long op = recorder.nextOp();
        long asked = System.nanoTime();
        recorder.add(at -> new Event.Invoked(at, op, user + "/probe", to));
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String user() {
        return user;
    }

    List<Answer> answers() {
        return answers;
    }

    /** Frames that answered nothing. */
    OutsideClient client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
