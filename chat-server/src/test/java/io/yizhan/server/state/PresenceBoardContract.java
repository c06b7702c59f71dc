package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every {@link PresenceBoard} keeps. */
public abstract class PresenceBoardContract {
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int ANDROID = 3;
    private static final int IOS = 4;

    private final SecureRandom random = new SecureRandom();
    private final long number = ThreadLocalRandom.current().nextLong(1L << 40);
    private final Incarnation gone = new Incarnation(new NodeId(7), number);
    private final Incarnation alive = new Incarnation(new NodeId(8), number + 1);
    private final FakeNodeView view = new FakeNodeView();
    private final UserId ann = new UserId("ann" + number);
    private final UserId bob = new UserId("bob" + number);

    private final RegistryUnderTest under;
    private final Function<SessionRegistry, PresenceBoard> boards;

    protected PresenceBoardContract(RegistryUnderTest under, Function<SessionRegistry, PresenceBoard> boards) {
        this.under = under;
        this.boards = boards;
    }

    private SessionAddress login(SessionRegistry registry, UserId user, int platform, Incarnation holder) {
        SessionClaim claim =
                new SessionClaim(user, new DeviceId("device" + platform), platform, holder, SessionId.random(random));
        return ((Registration.Entered) Stages.get(registry.register(claim, LoginPolicy.MULTI_DEVICE))).own();
    }

    private static Sighting look(PresenceBoard board, UserId user) {
        return Stages.get(board.look(List.of(user))).get(user);
    }

    @Test
    void showsAllSessions_alsoThoseOfAWorkerThatIsGone_andKnowsNothingOfStrangers() {
        SessionRegistry registry = under.registry(view, LEASE);
        PresenceBoard board = boards.apply(registry);
        view.join(alive);
        SessionAddress phone = login(registry, ann, ANDROID, alive);
        SessionAddress tablet = login(registry, ann, IOS, gone);
        SessionAddress other = login(registry, bob, ANDROID, alive);
        UserId stranger = new UserId("stranger" + number);

        Map<UserId, Sighting> found = Stages.get(board.look(List.of(ann, bob, stranger)));

        assertThat(found).containsOnlyKeys(ann, bob, stranger);
        assertThat(found.get(ann).sessions()).containsExactlyInAnyOrder(phone, tablet);
        assertThat(found.get(bob).sessions()).containsExactly(other);
        assertThat(found.get(stranger)).isEqualTo(new Sighting(List.of(), 0));
        assertThat(Stages.get(registry.find(List.of(ann))).get(ann))
                .as("which is what the registry hides")
                .containsExactly(phone);
    }

    @Test
    void looksForNobody() {
        assertThat(Stages.get(boards.apply(under.registry(view, LEASE)).look(List.of())))
                .isEmpty();
    }

    @Test
    void remembersWhenSomebodyWasThereLast() {
        SessionRegistry registry = under.registry(view, LEASE);
        PresenceBoard board = boards.apply(registry);
        SessionAddress session = login(registry, ann, ANDROID, alive);
        long loggedIn = look(board, ann).lastSeenMs();
        under.elapse(Duration.ofMillis(50));

        Stages.get(registry.unregister(session));

        Sighting after = look(board, ann);
        assertThat(after.sessions()).isEmpty();
        assertThat(loggedIn).isPositive();
        assertThat(after.lastSeenMs()).isBetween(loggedIn + 50, loggedIn + 10_000);
    }

    @Test
    void remembersWhenAnUserOfADeadWorkerDidSomethingLast() {
        SessionRegistry registry = under.registry(view, LEASE);
        PresenceBoard board = boards.apply(registry);
        SessionAddress session = login(registry, ann, ANDROID, gone);
        Stages.get(registry.refresh(Map.of(session, Duration.ofMillis(2_000))));
        long active = look(board, ann).lastSeenMs();
        under.elapse(Duration.ofMillis(50));

        Stages.get(registry.sweep(gone));

        assertThat(look(board, ann)).isEqualTo(new Sighting(List.of(), active));
        assertThat(active).isPositive();
    }

    @Test
    void showsNoSessionWhoseLeaseHasEnded() {
        SessionRegistry registry = under.registry(view, SHORT);
        PresenceBoard board = boards.apply(registry);
        login(registry, ann, ANDROID, alive);
        assertThat(look(board, ann).sessions()).hasSize(1);

        under.elapse(SHORT.plusMillis(50));

        assertThat(look(board, ann).sessions()).isEmpty();
    }

    @Test
    void tellsEveryListenerWhoseSessionsChanged_untilItIsClosed() throws Exception {
        SessionRegistry registry = under.registry(view, LEASE);
        PresenceBoard board = boards.apply(registry);
        Stages.get(board.announce(List.of(new UserId("before" + number))));
        Heard first = new Heard();
        Heard second = new Heard();
        AutoCloseable firstEar = board.listen(first);
        try (AutoCloseable secondEar = board.listen(second)) {
            Stages.get(board.announce(List.of(ann, bob)));
            await().until(() -> first.mine().size() == 2 && second.mine().size() == 2);
            firstEar.close();

            Stages.get(board.announce(List.of(ann)));

            await().until(() -> second.mine().size() == 3);
            assertThat(second.mine()).containsExactly(ann, bob, ann);
            assertThat(first.mine()).containsExactly(ann, bob);
        }
    }

    /** Others may use the same board. */
    private final class Heard implements PresenceBoard.Listener {
        private final List<UserId> changed = new CopyOnWriteArrayList<>();

        @Override
        public void changed(Collection<UserId> users) {
            changed.addAll(users);
        }

        @Override
        public void missed() {}

        List<UserId> mine() {
            return changed.stream()
                    .filter(user -> user.value().endsWith(Long.toString(number)))
                    .toList();
        }
    }
}
