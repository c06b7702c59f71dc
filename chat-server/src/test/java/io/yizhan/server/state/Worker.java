package io.yizhan.server.state;

import chat.v2.Frame;
import chat.v2.Kicked;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One worker's state parts on a registry in memory, with connections in memory and a clock that is told to go. */
final class Worker implements AutoCloseable {
    static final UserId ALICE = new UserId("alice");
    static final DeviceId PHONE = new DeviceId("phone");
    static final DeviceId TABLET = new DeviceId("tablet");
    static final int ANDROID = 3;
    static final Incarnation SELF = new Incarnation(new NodeId(0), 10);
    static final Incarnation PEER = new Incarnation(new NodeId(1), 20);
    static final Incarnation NEXT = new Incarnation(new NodeId(2), 30);
    static final Duration LEASE = Duration.ofSeconds(90);

    final ManualClock clock = new ManualClock();
    final SlowRegistry registry =
            new SlowRegistry(new MemorySessionRegistry(clock, new HolderLiveness(new FakeNodeView(), Set::of), LEASE));
    final SessionManager local = new SessionManager();
    final AtomicReference<Incarnation> self = new AtomicReference<>(SELF);
    final Map<NodeId, List<PeerBatch>> sent = new HashMap<>();
    final StateManager states;
    final LeaseKeeper leases;
    private final ManualScheduler scheduler = new ManualScheduler(LEASE.dividedBy(3));
    private final SecureRandom random = new SecureRandom();
    private final Map<LocalSession, EmbeddedChannel> channels = new HashMap<>();

    Worker(LoginPolicy policy) {
        SessionLocator locator = new SessionLocator(
                local,
                (node, batch) ->
                        sent.computeIfAbsent(node, any -> new ArrayList<>()).add(batch));
        states = new StateManager(registry, locator, self::get, () -> policy);
        leases = new LeaseKeeper(registry, local, self::get, scheduler);
    }

    LocalSession session(DeviceId device) {
        EmbeddedChannel channel = new EmbeddedChannel();
        LocalSession session =
                new LocalSession(ALICE, device, ANDROID, SessionId.random(random), channel, OnLoop.shared());
        channels.put(session, channel);
        return session;
    }

    LocalSession loggedIn(DeviceId device) {
        LocalSession session = session(device);
        Stages.get(states.open(session, states.beforeCheck()));
        return session;
    }

    /** A login of the same user somewhere else. */
    SessionAddress loggedInAtPeer(DeviceId device, LoginPolicy policy) {
        SessionClaim claim = new SessionClaim(ALICE, device, ANDROID, PEER, SessionId.random(random));
        return ((Registration.Entered) Stages.get(registry.register(claim, policy))).own();
    }

    List<SessionAddress> found() {
        return Stages.get(registry.find(List.of(ALICE))).get(ALICE);
    }

    /** Why the session was kicked, if it was. */
    Optional<Kicked> kicked(LocalSession session) {
        EmbeddedChannel channel = channels.get(session);
        channel.runPendingTasks();
        Frame frame = channel.readOutbound();
        return Optional.ofNullable(frame).map(Frame::getKicked);
    }

    /** What was told to another worker's sessions. */
    List<PeerEvent> told(Incarnation peer) {
        return sent.getOrDefault(peer.node(), List.of()).stream()
                .flatMap(batch -> batch.getEventsList().stream())
                .toList();
    }

    /** A third of a lease passes. */
    void renewalIsDue() {
        clock.advance(LEASE.dividedBy(3));
        scheduler.run();
    }

    @Override
    public void close() {
        leases.close();
        scheduler.shutdownNow();
        channels.values().forEach(EmbeddedChannel::finishAndReleaseAll);
    }
}
