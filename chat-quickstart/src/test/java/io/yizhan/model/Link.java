package io.yizhan.model;

import chat.v2.Frame;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.model.Tally.Event;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * One connection between a device and a worker. Frames keep their order unless the link is bad: then some are lost, and
 * pushes and notices come twice or late. When it is cut, what is under way is gone, and each side notices in its time.
 */
final class Link {
    private final Life client;
    private final Worker worker;
    private final Ledger ledger;
    private final Receiver receiver;
    private final ServerEnd server;
    private final LongSupplier timers;
    private final Queue<Frame> unread = new ArrayDeque<>();
    private final DoubleSupplier loss;
    private long toServerAt;
    private long toClientAt;
    private long stalledUntil;
    private final int number;
    private boolean cut;
    private boolean lost;

    /** What the device hears. */
    interface Receiver {
        void frame(Frame frame);

        /** The last call. */
        void lost();
    }

    Link(Life client, Worker worker, DoubleSupplier loss, Ledger ledger, Receiver receiver) {
        this.client = client;
        this.worker = worker;
        this.loss = loss;
        this.ledger = ledger;
        this.receiver = receiver;
        this.number = ledger.nextLink();
        this.server = new ServerEnd();
        this.timers = this::runTimers;
        client.time().addSource(timers);
        server.closeFuture().addListener(closed -> serverClosed());
        client.atDeath(() -> noticedByServer(client.between(0, 5_000_000_000L)));
        worker.life().atDeath(this::workerDied);
    }

    boolean isOpen() {
        return !cut && !lost;
    }

    /** Whether the worker lived and ran since then, the device reads, and the connection lives. */
    boolean couldAnswerSince(long nanos) {
        return isOpen()
                && stalledUntil <= nanos
                && server.isActive()
                && worker.life().ranSince(nanos);
    }

    void toServer(Frame frame) {
        if (cut || isLost()) {
            return;
        }
        toServerAt = Math.max(toServerAt + 1, now() + latency());
        client.time().after(toServerAt - now(), () -> worker.life().after(0, () -> arrive(frame)));
    }

    /** Nobody hears of it before {@code afterNanos}, and the server perhaps much later. */
    void cut(long afterNanos) {
        if (!cut) {
            cut = true;
            ledger.count(Event.CONNECTION_CUT);
            client.after(afterNanos, this::loseClient);
            noticedByServer(client.chance(0.5) ? afterNanos : client.between(0, 60_000_000_000L));
        }
    }

    /** The device ends it. */
    void close() {
        if (!lost) {
            lost = true;
            cut = true;
            noticedByServer(latency());
            receiver.lost();
        }
    }

    /** The device does not read for so long. */
    void stall(long millis) {
        stalledUntil = Math.max(stalledUntil, now() + TimeUnit.MILLISECONDS.toNanos(millis));
        worker.life().after(0, () -> server.setWritable(false));
        client.time()
                .after(
                        stalledUntil - now(),
                        () -> worker.life().after(0, () -> {
                            if (stalledUntil <= now()) {
                                server.setWritable(true);
                            }
                        }));
    }

    private void arrive(Frame frame) {
        if (!cut && server.isActive()) {
            unread.add(frame);
            read();
        }
    }

    private void read() {
        while (!unread.isEmpty() && server.isActive()) {
            if (!server.config().isAutoRead()) {
                worker.life().after(10_000_000, this::read);
                return;
            }
            Frame frame = unread.remove();
            ledger.request(this, frame);
            server.writeInbound(frame);
        }
    }

    private void written(Frame frame) {
        ledger.answer(this, frame);
        boolean repeatable = frame.hasPush() || frame.hasHeadNotice();
        // nothing repeats a notice: what stands on TCP is lost with its connection only
        if (cut || !frame.hasHeadNotice() && isLost()) {
            return;
        }
        if (repeatable && client.chance(5 * loss.getAsDouble())) {
            ledger.count(Event.FRAME_LATE);
            client.time().after(client.between(0, 3_000_000_000L), () -> client.after(0, () -> hear(frame)));
            if (frame.hasPush() && client.chance(0.5)) {
                return; // only late
            }
        }
        toClientAt = Math.max(toClientAt + 1, Math.max(stalledUntil, now()) + latency());
        client.time().after(toClientAt - now(), () -> client.after(0, () -> hear(frame)));
    }

    private boolean isLost() {
        boolean gone = client.chance(loss.getAsDouble());
        if (gone) {
            ledger.count(Event.FRAME_LOST);
        }
        return gone;
    }

    private void hear(Frame frame) {
        if (!cut && !lost) {
            receiver.frame(frame);
        }
    }

    private void serverClosed() {
        client.time().removeSource(timers);
        ledger.closed(this);
        toClientAt = Math.max(toClientAt + 1, now() + latency());
        client.time().after(toClientAt - now(), () -> client.after(0, this::loseClient));
    }

    private void workerDied() {
        client.time().removeSource(timers);
        ledger.closed(this);
        client.after(client.chance(0.7) ? latency() : client.between(0, 40_000_000_000L), this::loseClient);
    }

    private void loseClient() {
        if (!lost) {
            lost = true;
            cut = true;
            receiver.lost();
        }
    }

    private void noticedByServer(long afterNanos) {
        client.time().after(afterNanos, () -> worker.life().after(0, server::close));
    }

    private long runTimers() {
        if (worker.isDead() || worker.life().isStopped()) {
            return -1;
        }
        server.runPendingTasks();
        return server.runScheduledPendingTasks();
    }

    private long now() {
        return client.time().nanos();
    }

    private long latency() {
        return client.chance(0.05) ? client.between(1_000_000, 300_000_000) : client.between(100_000, 3_000_000);
    }

    /** The worker's end; what it writes goes to the link. */
    private final class ServerEnd extends EmbeddedChannel {
        private int stalls;

        ServerEnd() {
            super(EmbeddedChannel.builder()
                    .ticker(client.time().ticker())
                    .handlers(worker.pipeline().initializer()));
        }

        @Override
        protected void handleOutboundMessage(Object message) {
            if (message instanceof Frame frame) {
                written(frame);
            }
        }

        void setWritable(boolean writable) {
            var buffer = unsafe().outboundBuffer();
            if (buffer != null && (writable ? stalls > 0 : stalls == 0)) {
                stalls = writable ? 0 : 1;
                buffer.setUserDefinedWritability(1, writable);
                runPendingTasks();
            }
        }
    }

    @Override
    public String toString() {
        return "link " + number + " to " + worker.self().node();
    }
}
