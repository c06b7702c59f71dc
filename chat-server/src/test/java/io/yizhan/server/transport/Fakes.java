package io.yizhan.server.transport;

import chat.v2.ErrorCode;
import chat.v2.Head;
import chat.v2.LoginRequest;
import chat.v2.Position;
import chat.v2.PresenceEvent;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.RecallRequest;
import chat.v2.SendResponse;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import chat.v2.UserPresence;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.delivery.CatchUp;
import io.yizhan.server.delivery.Receipts;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.presence.Presences;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.StateManager;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.SendLimit;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What stands behind a listener in these tests: everything at hand, and set by the test. */
final class Fakes {
    /** Sessions that are taken. */
    static final int MOST = 16;

    static final Incarnation SELF = new Incarnation(new NodeId(0), 5);

    final SessionManager sessions = new SessionManager(MOST, size -> {});
    volatile Optional<SendLimit> sendLimit = Optional.empty();
    final List<SendCommand> sent = new CopyOnWriteArrayList<>();
    final List<Position> delivered = new CopyOnWriteArrayList<>();
    final List<Position> read = new CopyOnWriteArrayList<>();
    final List<SessionAddress> left = new CopyOnWriteArrayList<>();
    final List<List<UserId>> watched = new CopyOnWriteArrayList<>();
    final List<UserId> unwatched = new CopyOnWriteArrayList<>();
    final List<ConversationId> typed = new CopyOnWriteArrayList<>();
    final AtomicInteger logins = new AtomicInteger();
    final List<String> looks = new CopyOnWriteArrayList<>();
    private final AtomicLong epochs = new AtomicLong();
    private final AtomicLong seqs = new AtomicLong();

    volatile Function<LoginRequest, CompletionStage<LoginResult>> login = this::judge;
    volatile Function<SessionClaim, CompletionStage<Registration>> register =
            claim -> CompletableFuture.completedStage(registration(claim));
    volatile Function<SendCommand, CompletionStage<SendOutcome>> send =
            command -> CompletableFuture.completedStage(stored(command));
    volatile Function<UserId, CompletionStage<Boolean>> exists =
            user -> CompletableFuture.completedStage(!user.value().equals("nobody"));
    volatile Function<UserId, CompletionStage<Boolean>> refuses = user -> CompletableFuture.completedStage(false);
    volatile Function<List<Position>, CompletionStage<Void>> receipt =
            positions -> CompletableFuture.completedStage(null);
    volatile Function<PullRequest, CompletionStage<PullResponse>> pull = request -> CompletableFuture.completedStage(
            PullResponse.newBuilder().setHeadSeq(9).build());
    volatile Function<SyncRequest, CompletionStage<SyncResponse>> sync =
            request -> CompletableFuture.completedStage(SyncResponse.newBuilder()
                    .addHeads(Head.newBuilder().setConversationId("d:a:b").setHeadSeq(3))
                    .build());
    volatile Map<ConversationId, Long> cursors = Map.of();
    volatile Supplier<CompletionStage<CatchUp.Mark>> newest =
            () -> CompletableFuture.completedStage(new CatchUp.Mark("life", 40));
    volatile IntFunction<CompletionStage<CatchUp.News>> news = offset ->
            CompletableFuture.completedStage(new CatchUp.News(List.of(), new CatchUp.Mark("life", 40), false));
    volatile Function<RecallRequest, CompletionStage<Void>> recall = request -> CompletableFuture.completedStage(null);

    volatile Function<Collection<UserId>, CompletionStage<PresenceEvent>> watch =
            users -> CompletableFuture.completedStage(event(users));
    volatile Function<ConversationId, CompletionStage<Void>> typing =
            conversation -> CompletableFuture.completedStage(null);

    final StateManager states = new StateManager(
            new Registry(),
            new SessionLocator(sessions, (node, batch) -> false),
            () -> SELF,
            () -> LoginPolicy.ONE_PER_PLATFORM);

    ClientServices services() {
        return new ClientServices(
                request -> {
                    logins.incrementAndGet();
                    return login.apply(request);
                },
                states,
                command -> {
                    sent.add(command);
                    return send.apply(command);
                },
                new CatchUpFake(),
                new ReceiptsFake(),
                (user, request) -> recall.apply(request),
                user -> exists.apply(user),
                (recipient, sender) -> refuses.apply(recipient),
                new PresencesFake(),
                (by, conversation) -> {
                    typed.add(conversation);
                    return typing.apply(conversation);
                },
                () -> sendLimit,
                new GroupServices(
                        (group, user, content) -> CompletableFuture.failedStage(
                                new RequestRefused(ErrorCode.NO_SUCH_GROUP, "No such group")),
                        OnlineMembers.NONE));
    }

    CompletionStage<LoginResult> judge(LoginRequest request) {
        if (request.getPlatformValue() > 6) {
            return CompletableFuture.completedStage(new LoginResult.Malformed("Unknown platform"));
        }
        return CompletableFuture.completedStage(
                request.getToken().equals("good") ? accepted(request) : new LoginResult.BadToken());
    }

    LoginResult accepted(LoginRequest request) {
        return new LoginResult.Accepted(
                new UserId(request.getUserId()), new DeviceId(request.getDeviceId()), request.getPlatformValue());
    }

    Registration registration(SessionClaim claim) {
        return new Registration.Entered(
                new SessionAddress(
                        claim.user(),
                        claim.device(),
                        claim.platform(),
                        claim.holder(),
                        claim.session(),
                        epochs.incrementAndGet()),
                List.of());
    }

    static PresenceEvent event(Collection<UserId> offline) {
        PresenceEvent.Builder event = PresenceEvent.newBuilder();
        offline.forEach(user -> event.addUsers(UserPresence.newBuilder().setUserId(user.value())));
        return event.build();
    }

    SendOutcome stored(SendCommand command) {
        return new SendOutcome.Stored(SendResponse.newBuilder()
                .setConversationId(command.conversation().value())
                .setSeq(seqs.incrementAndGet())
                .build());
    }

    private final class Registry implements SessionRegistry {
        @Override
        public Duration lease() {
            return Duration.ofSeconds(90);
        }

        @Override
        public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
            return register.apply(claim);
        }

        @Override
        public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
            return CompletableFuture.completedStage(new Hold.Kept(from));
        }

        @Override
        public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
            return CompletableFuture.completedStage(Map.of());
        }

        @Override
        public CompletionStage<Boolean> unregister(SessionAddress session) {
            left.add(session);
            return CompletableFuture.completedStage(true);
        }

        @Override
        public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
            return CompletableFuture.completedStage(Set.of(self));
        }

        @Override
        public CompletionStage<Integer> sweep(Incarnation ended) {
            return CompletableFuture.completedStage(0);
        }

        @Override
        public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> users) {
            return CompletableFuture.completedStage(Map.of());
        }
    }

    private final class CatchUpFake implements CatchUp {
        @Override
        public CompletionStage<SyncResponse> sync(UserId user, DeviceId device, SyncRequest request) {
            return sync.apply(request);
        }

        @Override
        public CompletionStage<Map<ConversationId, Long>> cursors(UserId user, DeviceId device) {
            return CompletableFuture.completedStage(cursors);
        }

        @Override
        public CompletionStage<PullResponse> pull(UserId user, PullRequest request) {
            return pull.apply(request);
        }

        @Override
        public CompletionStage<Mark> newest(UserId user) {
            return newest.get();
        }

        @Override
        public CompletionStage<News> news(UserId user, Mark after, int offset) {
            looks.add(after.timeMs() + "+" + offset);
            return news.apply(offset);
        }
    }

    private final class PresencesFake implements Presences {
        @Override
        public CompletionStage<PresenceEvent> watch(LocalSession session, Collection<UserId> users) {
            watched.add(List.copyOf(users));
            return watch.apply(users);
        }

        @Override
        public void left(LocalSession session) {
            unwatched.add(session.user());
        }
    }

    private final class ReceiptsFake implements Receipts {
        @Override
        public CompletionStage<Void> delivered(SessionAddress by, List<Position> positions, boolean exist) {
            delivered.addAll(positions);
            return receipt.apply(positions);
        }

        @Override
        public CompletionStage<Void> read(SessionAddress by, List<Position> positions) {
            read.addAll(positions);
            return receipt.apply(positions);
        }
    }
}
