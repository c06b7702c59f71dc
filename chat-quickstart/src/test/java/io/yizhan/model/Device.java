package io.yizhan.model;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Message;
import chat.v2.Platform;
import chat.v2.RecallRequest;
import chat.v2.Receipt;
import chat.v2.SendRequest;
import chat.v2.Target;
import io.yizhan.client.outbox.MessageIds;
import io.yizhan.client.outbox.Outbox;
import io.yizhan.client.outbox.OutboxSettings;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.LocalState;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.store.Progress;
import io.yizhan.client.sync.BeginFrom;
import io.yizhan.client.sync.DeliverySink;
import io.yizhan.client.sync.InboxEvent;
import io.yizhan.client.sync.InboxLimits;
import io.yizhan.client.sync.OwnDevice;
import io.yizhan.client.sync.Receiver;
import io.yizhan.client.sync.SyncSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One life of a client: the real receiver and outbox, wired as in production, and an application that shows all. */
final class Device {
    private static final SyncSettings SYNC = new SyncSettings(
            new InboxLimits(8, 1 << 16, 6, 5, Duration.ofMillis(500)),
            BeginFrom.START,
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    private final OwnDevice self;
    private final Life life;
    private final Ledger ledger;
    private final Screen screen;
    private final LocalStore store;
    private final Supplier<Worker> gate;
    private final Receiver receiver;
    private final Outbox outbox;
    private final MessageIds ids;
    private final VirtualThread loop;
    private final VirtualThread application;
    private double loss;
    private @Nullable Connection connection;
    private boolean online;
    private boolean everOnline;

    /** @param gate names a worker to connect to */
    Device(OwnDevice self, Life life, LocalStore store, Ledger ledger, Supplier<Worker> gate) {
        this.self = self;
        this.life = life;
        this.store = store;
        this.ledger = ledger;
        this.screen = ledger.screen(self, store);
        this.gate = gate;
        this.loop = new VirtualThread(life);
        this.application = new VirtualThread(life);
        VirtualTime time = life.time();
        LocalState state = store.state();
        this.receiver = new Receiver(self, SYNC, state, loop, time::millis, new Application(state));
        this.outbox = new Outbox(
                loop,
                time::millis,
                new OutboxSettings(4, Duration.ofSeconds(60), Duration.ofMillis(500)),
                receiver::sent,
                id -> application.execute(() -> store.settled(id)));
        // a clock ahead of Redis's is one of the things that are not promised for
        this.ids = new MessageIds(store, () -> TimeUnit.MILLISECONDS.toMicros(time.epochMs() - 1));
        loop.execute(() -> state.outgoing().forEach(this::resume));
        life.after(life.moment(), this::connect);
    }

    static LocalStore newStore() {
        return new MemoryLocalStore();
    }

    OwnDevice self() {
        return self;
    }

    LocalStore store() {
        return store;
    }

    void loses(double part) {
        loss = part;
    }

    boolean isOnline() {
        return online;
    }

    void crash() {
        life.end();
    }

    void stop(long millis) {
        life.stopFor(millis);
    }

    void loseConnection(long noticedAfterMillis) {
        if (connection != null) {
            connection.link().cut(TimeUnit.MILLISECONDS.toNanos(noticedAfterMillis));
        }
    }

    void stall(long millis) {
        if (connection != null && connection.link().isOpen()) {
            connection.link().stall(millis);
        }
    }

    /** Also while it is stopped: then it happens when it goes on. */
    void send(String to, String text) {
        life.after(0, () -> sendNow(to, text));
    }

    private void sendNow(String to, String text) {
        SendRequest request = SendRequest.newBuilder()
                .setTarget(Target.newBuilder().setUserId(to))
                .setClientMsgId(ids.next())
                .setContent(Content.newBuilder().setType(ContentType.TEXT).setText(text))
                .build();
        store.outgoing(request);
        CompletableFuture<SendReceipt> receipt = outcomeOf(ledger.sends(self, to, request.getClientMsgId(), text));
        loop.execute(() -> outbox.add(request, receipt));
    }

    /** Takes back what its user has sent, if it is connected at the moment; whoever is not told tries no more. */
    void recall(Ledger.Send send) {
        Connection now = connection;
        if (now != null && online) {
            send.recallAsked = true;
            ledger.note("recall of " + send);
            var unused = now.ask(Frame.newBuilder()
                            .setRecallRequest(RecallRequest.newBuilder()
                                    .setConversationId(send.conversation.value())
                                    .setSeq(send.receipt.seq())))
                    .whenComplete((answer, error) -> {
                        if (error == null) {
                            ledger.recalled(send);
                        }
                    });
        }
    }

    /** What an earlier life had written down and not settled. */
    private void resume(SendRequest request) {
        outbox.resume(request, outcomeOf(ledger.find(request.getContent().getText())));
    }

    private CompletableFuture<SendReceipt> outcomeOf(Ledger.Send send) {
        CompletableFuture<SendReceipt> receipt = new CompletableFuture<>();
        var unused = receipt.whenComplete((answer, error) -> {
            if (error == null) {
                ledger.acknowledged(send, answer);
            } else {
                ledger.failed(send, error);
            }
        });
        return receipt;
    }

    private void connect() {
        Worker worker = gate.get();
        Connection next = new Connection(life, worker, () -> loss, ledger, this::heard, this::offline);
        connection = next;
        LoginRequest login = LoginRequest.newBuilder()
                .setToken("good")
                .setUserId(self.user().value())
                .setDeviceId(self.device().value())
                .setPlatform(Platform.CONSOLE)
                .build();
        var unused = next.ask(Frame.newBuilder().setLoginRequest(login)).whenComplete((answer, error) -> {
            if (answer == null || !answer.hasLoginResponse()) {
                next.close();
            } else if (next == connection) {
                online(next, answer);
            }
        });
    }

    private void online(Connection now, Frame answer) {
        boolean first = !everOnline;
        online = true;
        everOnline = true;
        now.keepAlive();
        if (receiver.knowsAll() && !first) {
            outbox.online(now);
        }
        var unused = receiver.online(now, answer.getLoginResponse().getMaxUnacked(), first)
                .whenComplete((synced, error) -> {
                    if (error == null && now == connection && online) {
                        outbox.online(now);
                    }
                });
    }

    private void offline() {
        connection = null;
        if (online) {
            online = false;
            receiver.offline();
            outbox.offline();
        }
        life.after(life.between(100_000_000L, 3_000_000_000L), this::connect);
    }

    private void heard(Frame frame) {
        if (!online) {
            return;
        }
        switch (frame.getBodyCase()) {
            case PUSH -> receiver.pushed(frame.getPush());
            case HEAD_NOTICE -> receiver.noticed(frame.getHeadNotice());
            case RECEIPT -> receiver.receipt(frame.getReceipt());
            default -> ledger.unasked(frame);
        }
    }

    /** Shows each message and writes it down in one step, as an application with a database would. */
    private final class Application implements DeliverySink {
        private final Map<String, Long> positions = new HashMap<>();

        Application(LocalState state) {
            state.progress().forEach((id, progress) -> positions.put(id, progress.position()));
        }

        @Override
        public void deliver(String conversation, List<InboxEvent> events, long position, Runnable consumed) {
            for (InboxEvent event : events) {
                application.execute(() -> show(conversation, event));
            }
            application.execute(() -> {
                write(Progress.to(conversation, position));
                screen.reaches(conversation, position);
                loop.execute(consumed);
            });
        }

        private void show(String conversation, InboxEvent event) {
            if (event instanceof InboxEvent.Deliver deliver) {
                Message message = deliver.message();
                screen.shows(message);
                write(new Progress(
                        conversation,
                        message.getSeq(),
                        List.of(new Progress.Shown(message.getMessageId(), message.getSeq()))));
            } else if (event instanceof InboxEvent.Moved moved) {
                screen.moves(moved);
                write(new Progress(
                        conversation,
                        positions.getOrDefault(conversation, 0L),
                        List.of(new Progress.Shown(moved.messageId(), moved.newSeq()))));
            }
        }

        private void write(Progress progress) {
            positions.put(progress.conversationId(), progress.position());
            store.progress(progress);
        }

        @Override
        public void listed() {
            application.execute(store::listed);
        }

        @Override
        public void receipt(Receipt receipt) {
            // ticks are no promise of this model
        }

        @Override
        public void failed(Throwable cause) {
            ledger.complaint(cause);
        }
    }
}
