package io.yizhan.server.delivery;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.SendResponse;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LateMessages;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import io.yizhan.server.state.memory.MemoryGroupDirectory;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemorySequencer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One worker's delivery over memory: a clock that stands still, a log and a registry that do what they are told. */
final class World {
    static final UserId ANN = new UserId("ann");
    static final UserId BOB = new UserId("bob");
    static final DeviceId PHONE = new DeviceId("phone");
    static final DeviceId LAPTOP = new DeviceId("laptop");
    static final ConversationId ANN_BOB = ConversationId.direct(ANN, BOB);
    static final Incarnation SELF = new Incarnation(new NodeId(1), 11);
    static final int PLATFORM = 4;
    static final Duration RECALL_WINDOW = Duration.ofMinutes(2);

    final TestClock clock = new TestClock();
    final ControlledLog log = new ControlledLog();
    final MemoryGroupStore groups = new MemoryGroupStore(clock.wall());
    final MemoryMessageStore store = new MemoryMessageStore(clock.wall(), groups);
    final MemoryGroupDirectory directory =
            new MemoryGroupDirectory(clock.wall(), new ArchivedRolls(groups, store), GroupDirectory.TIMES);
    final MemorySequencer numbers = new MemorySequencer(clock.wall(), Duration.ofHours(24), directory);
    final FlakySequencer sequencer = new FlakySequencer(numbers);
    final MemoryConversationIndex index = new MemoryConversationIndex();
    final MemoryPositions positions = new MemoryPositions();
    final FakeRegistry registry = new FakeRegistry();
    final FakePeers peers = new FakePeers();
    final SessionManager sessions = new SessionManager();
    final SessionLocator locator = new SessionLocator(sessions, peers);
    final MessageRouter router = new MessageRouter(locator);
    final Renumbering late = new Renumbering(ports(), router, clock, Duration.ofSeconds(8));

    World() {
        log.does(this::persist);
    }

    /** What a log whose persister is never behind does. */
    CompletionStage<Void> persist(List<LogRecord> batch) {
        return persist(batch, late);
    }

    /** With someone else who takes what comes late. */
    CompletionStage<Void> persist(List<LogRecord> batch, LateMessages takesLate) {
        try {
            List<LogRecord.Stored> displaced = store.write(batch);
            if (!displaced.isEmpty()) {
                takesLate.placeAgain(displaced);
            }
        } catch (InterruptedException e) {
            return CompletableFuture.failedStage(e);
        }
        return CompletableFuture.completedStage(null);
    }

    DeliveryPorts ports() {
        return new DeliveryPorts(sequencer, registry, index, positions, log, store, new GroupPorts(directory, groups));
    }

    Lanes lanes(int lanes, int queue, int maxBatch) {
        DeliveryConfig config = new DeliveryConfig(
                lanes, queue, maxBatch, Duration.ofSeconds(8), Duration.ofSeconds(10), RECALL_WINDOW, true);
        return new Lanes(config, ports(), router, new MessageIds(clock, () -> SELF), clock);
    }

    StoredCatchUp catchUp() {
        return new StoredCatchUp(ports(), tail(), clock);
    }

    TailCloser tail() {
        return new TailCloser(log, clock, Duration.ofSeconds(10));
    }

    SessionAddress remote(UserId user, DeviceId device, long node) {
        Incarnation holder = new Incarnation(new NodeId(node), node * 10);
        SessionAddress address =
                new SessionAddress(user, device, PLATFORM, holder, new SessionId(user + "-" + device + "-" + node), 1);
        registry.put(address);
        return address;
    }

    /** A session here; its channel keeps what was written. */
    Device local(UserId user, DeviceId device) {
        List<Frame> written = new CopyOnWriteArrayList<>();
        List<Object> raw = new CopyOnWriteArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(new Keeping(written, raw));
        LocalSession session =
                new LocalSession(user, device, PLATFORM, new SessionId(user + "-" + device), channel, OnLoop.shared());
        SessionAddress address = new SessionAddress(user, device, PLATFORM, SELF, session.id(), 7);
        session.activate(address);
        session.start(Frame.getDefaultInstance());
        written.clear();
        raw.clear();
        sessions.add(session);
        registry.put(address);
        return new Device(session, address, channel, written, raw);
    }

    static Content text(String text) {
        return Content.newBuilder().setType(ContentType.TEXT).setText(text).build();
    }

    static SendCommand toBob(long id, String text) {
        return new SendCommand(ANN, PHONE, new Recipient.User(BOB), id, text(text));
    }

    static SendOutcome outcome(CompletionStage<SendOutcome> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    static SendResponse stored(CompletionStage<SendOutcome> stage) {
        SendOutcome outcome = outcome(stage);
        if (outcome instanceof SendOutcome.Stored stored) {
            return stored.response();
        }
        throw new AssertionError("Not stored: " + outcome);
    }

    static SendOutcome.Refused refused(CompletionStage<SendOutcome> stage) {
        SendOutcome outcome = outcome(stage);
        if (outcome instanceof SendOutcome.Refused refused) {
            return refused;
        }
        throw new AssertionError("Not refused: " + outcome);
    }

    /** @param raw with what was written for many at once */
    record Device(
            LocalSession session,
            SessionAddress address,
            EmbeddedChannel channel,
            List<Frame> written,
            List<Object> raw) {}

    /** In a list that any thread may read. */
    private static final class Keeping extends ChannelOutboundHandlerAdapter {
        private final List<Frame> written;
        private final List<Object> raw;

        Keeping(List<Frame> written, List<Object> raw) {
            this.written = written;
            this.raw = raw;
        }

        @Override
        public void write(ChannelHandlerContext context, Object frame, ChannelPromise promise) {
            raw.add(frame);
            if (frame instanceof Frame one) {
                written.add(one);
            }
            promise.setSuccess();
        }
    }
}
