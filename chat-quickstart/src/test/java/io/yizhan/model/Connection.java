package io.yizhan.model;

import chat.v2.Frame;
import chat.v2.Ping;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.ConnectionLostException;
import io.yizhan.client.connection.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** A device's end of a link: requests and their answers, heartbeats, and the end. */
final class Connection implements Exchange, Link.Receiver {
    private static final long ANSWER_WITHIN = TimeUnit.SECONDS.toNanos(10);
    private static final long PING_EVERY = Worker.HEARTBEAT.toNanos() * 4 / 5;
    private static final long SILENCE = Worker.HEARTBEAT.toNanos() * 3 / 2;

    private final Life life;
    private final Consumer<Frame> frames;
    private final Runnable ended;
    private final Link link;
    private final Map<Long, CompletableFuture<Frame>> open = new LinkedHashMap<>();
    private long lastId;
    private long heardAt;
    private boolean over;

    Connection(Life life, Worker worker, DoubleSupplier loss, Ledger ledger, Consumer<Frame> frames, Runnable ended) {
        this.life = life;
        this.frames = frames;
        this.ended = ended;
        this.heardAt = life.time().nanos();
        this.link = new Link(life, worker, loss, ledger, this);
    }

    Link link() {
        return link;
    }

    @Override
    public CompletableFuture<Frame> ask(Frame.Builder request) {
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        if (over) {
            answer.completeExceptionally(new ConnectionLostException("Over"));
            return answer;
        }
        long id = ++lastId;
        open.put(id, answer);
        link.toServer(request.setRequestId(id).build());
        life.after(ANSWER_WITHIN, () -> {
            if (open.remove(id) != null) {
                answer.completeExceptionally(new TimeoutException("No answer to " + request.getBodyCase()));
            }
        });
        return answer;
    }

    @Override
    public void tell(Frame.Builder frame) {
        if (!over) {
            link.toServer(frame.build());
        }
    }

    /** Pings from now on, and gives up after silence. */
    void keepAlive() {
        life.after(PING_EVERY, this::ping);
        life.after(SILENCE, this::lookForSilence);
    }

    void close() {
        link.close();
    }

    @Override
    public void frame(Frame frame) {
        heardAt = life.time().nanos();
        CompletableFuture<Frame> answer = open.remove(frame.getRequestId());
        if (answer == null) {
            if (!frame.hasPong()) {
                frames.accept(frame);
            }
        } else if (frame.hasError()) {
            answer.completeExceptionally(new ChatException(frame.getError()));
        } else {
            answer.complete(frame);
        }
    }

    @Override
    public void lost() {
        over = true;
        ended.run();
        List<CompletableFuture<Frame>> unanswered = List.copyOf(open.values());
        open.clear();
        unanswered.forEach(answer -> answer.completeExceptionally(new ConnectionLostException("Lost")));
    }

    private void ping() {
        if (!over) {
            var unused = ask(Frame.newBuilder()
                    .setPing(Ping.newBuilder().setClientTimeMs(life.time().epochMs())));
            life.after(PING_EVERY, this::ping);
        }
    }

    private void lookForSilence() {
        if (over) {
            return;
        }
        long in = heardAt + SILENCE - life.time().nanos();
        if (in <= 0) {
            close();
        } else {
            life.after(in, this::lookForSilence);
        }
    }
}
