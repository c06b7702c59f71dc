package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link SessionRegistry} keeps. */
public abstract class SessionRegistryContract {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Incarnation HERE = new Incarnation(new NodeId(0), 10);
    private static final Incarnation THERE = new Incarnation(new NodeId(1), 20);
    private static final Incarnation NEXT = new Incarnation(new NodeId(2), 30);
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId TABLET = new DeviceId("tablet");
    private static final int ANDROID = 3;
    private static final int IOS = 4;

    private final SecureRandom random = new SecureRandom();
    private final UserId alice = new UserId("alice" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    private final FakeNodeView view = new FakeNodeView();

    private final RegistryUnderTest under;

    protected SessionRegistryContract(RegistryUnderTest under) {
        this.under = under;
    }

    private SessionRegistry registry() {
        return under.registry(view, Duration.ofSeconds(90));
    }

    private SessionClaim claim(DeviceId device, int platform, Incarnation holder) {
        return new SessionClaim(alice, device, platform, holder, SessionId.random(random));
    }

    private Registration.Entered register(SessionRegistry registry, DeviceId device, Incarnation holder) {
        return entered(registry, claim(device, ANDROID, holder), LoginPolicy.MULTI_DEVICE);
    }

    private static Registration.Entered entered(SessionRegistry registry, SessionClaim claim, LoginPolicy policy) {
        return (Registration.Entered) Stages.get(registry.register(claim, policy));
    }

    private static Optional<SessionAddress> moved(SessionRegistry registry, SessionAddress from, Incarnation to) {
        return Stages.get(registry.move(from, to)) instanceof Hold.Kept kept
                ? Optional.of(kept.address())
                : Optional.empty();
    }

    /** Renews them all and tells who is displaced. */
    private static Set<SessionAddress> displaced(SessionRegistry registry, SessionAddress... sessions) {
        return Stages.get(registry.refresh(
                        Arrays.stream(sessions).collect(Collectors.toMap(session -> session, any -> Duration.ZERO))))
                .keySet();
    }

    private List<SessionAddress> find(SessionRegistry registry) {
        return Stages.get(registry.find(List.of(alice))).get(alice);
    }

    static List<LoginPolicy> policies() {
        return List.of(
                LoginPolicy.SINGLE_DEVICE,
                LoginPolicy.ONE_PER_PLATFORM,
                LoginPolicy.MULTI_DEVICE,
                LoginPolicy.limited(3));
    }

    static List<LoginPolicy> displacing() {
        return List.of(LoginPolicy.SINGLE_DEVICE, LoginPolicy.ONE_PER_PLATFORM);
    }

    @Test
    void findsWhatWasRegistered_andNothingElse() {
        SessionRegistry registry = registry();
        UserId nobody = new UserId("nobody" + alice);
        SessionClaim claim = claim(PHONE, ANDROID, THERE);

        SessionAddress own = entered(registry, claim, LoginPolicy.MULTI_DEVICE).own();

        assertThat(own).isEqualTo(new SessionAddress(alice, PHONE, ANDROID, THERE, claim.session(), own.epoch()));
        assertThat(Stages.get(registry.find(List.of(alice, nobody, alice))))
                .hasSize(2)
                .containsEntry(alice, List.of(own))
                .containsEntry(nobody, List.of());
        assertThat(Stages.get(registry.find(List.of()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void displacesTheSameDevice_underEveryPolicy(LoginPolicy policy) {
        SessionRegistry registry = registry();
        SessionAddress old =
                entered(registry, claim(PHONE, ANDROID, HERE), policy).own();

        Registration.Entered late = entered(registry, claim(PHONE, IOS, THERE), policy);

        assertThat(late.displaced()).containsExactly(old);
        assertThat(late.own().epoch()).isGreaterThan(old.epoch());
        assertThat(find(registry)).containsExactly(late.own());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void displacesOtherDevices_asThePolicySays(LoginPolicy policy) {
        SessionRegistry registry = registry();
        SessionAddress phone = entered(registry, claim(PHONE, ANDROID, HERE), LoginPolicy.MULTI_DEVICE)
                .own();
        SessionAddress tablet = entered(registry, claim(TABLET, IOS, HERE), LoginPolicy.MULTI_DEVICE)
                .own();

        Registration.Entered late = entered(registry, claim(new DeviceId("other"), ANDROID, THERE), policy);

        List<SessionAddress> gone = switch (policy.devices()) {
            case SINGLE_DEVICE -> List.of(phone, tablet);
            case ONE_PER_PLATFORM -> List.of(phone);
            case MULTI_DEVICE, LIMITED -> List.of();
        };
        assertThat(late.displaced()).containsExactlyInAnyOrderElementsOf(gone);
        List<SessionAddress> left = new ArrayList<>(List.of(phone, tablet, late.own()));
        left.removeAll(gone);
        assertThat(find(registry)).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    void doesNotDisplaceItself_whenItAsksAgain() {
        SessionRegistry registry = registry();
        SessionClaim claim = claim(PHONE, ANDROID, HERE);
        entered(registry, claim, LoginPolicy.SINGLE_DEVICE);

        Registration.Entered again = entered(registry, claim, LoginPolicy.SINGLE_DEVICE);

        assertThat(again.displaced()).isEmpty();
        assertThat(find(registry)).containsExactly(again.own());
    }

    @Test
    void removesOnlyExactlyThisSession() {
        SessionRegistry registry = registry();
        SessionAddress old = register(registry, PHONE, HERE).own();
        SessionAddress own = register(registry, PHONE, HERE).own();

        assertThat(Stages.get(registry.unregister(old))).isFalse();
        assertThat(Stages.get(registry.unregister(own.heldBy(THERE)))).isFalse();
        assertThat(find(registry)).containsExactly(own);
        assertThat(Stages.get(registry.unregister(own))).isTrue();
        assertThat(Stages.get(registry.unregister(own))).isFalse();
        assertThat(find(registry)).isEmpty();
    }

    @Test
    void forgetsAnEntryAfterItsLease_butNotItsEpoch() {
        SessionRegistry registry = under.registry(view, SHORT);
        SessionAddress old = register(registry, PHONE, HERE).own();
        under.elapse(SHORT.plusMillis(50));

        assertThat(find(registry)).isEmpty();
        Registration.Entered late = register(registry, PHONE, THERE);

        assertThat(late.displaced()).isEmpty();
        assertThat(late.own().epoch()).isGreaterThan(old.epoch());
    }

    @Test
    void aRefreshRenewsTheLease() {
        SessionRegistry registry = under.registry(view, SHORT);
        SessionAddress phone = register(registry, PHONE, HERE).own();
        SessionAddress tablet = register(registry, TABLET, HERE).own();
        under.elapse(SHORT.dividedBy(2));

        assertThat(displaced(registry, phone)).isEmpty();
        under.elapse(SHORT.dividedBy(4).multipliedBy(3));

        assertThat(find(registry)).containsExactly(phone);
        assertThat(displaced(registry, tablet)).isEmpty();
        assertThat(find(registry)).contains(tablet);
        assertThat(displaced(registry)).isEmpty();
    }

    @Test
    void aRefreshTellsWhoIsDisplaced() {
        SessionRegistry registry = registry();
        SessionAddress old = register(registry, PHONE, HERE).own();
        SessionAddress tablet = register(registry, TABLET, HERE).own();
        SessionAddress own = register(registry, PHONE, THERE).own();

        assertThat(displaced(registry, old, tablet)).containsExactly(old);
        assertThat(find(registry)).containsExactlyInAnyOrder(own, tablet);
    }

    @ParameterizedTest
    @MethodSource("displacing")
    void aRefreshTellsWhoWasDisplacedByAnotherDevice_alsoWhenThatOneIsGone(LoginPolicy policy) {
        SessionRegistry registry = registry();
        SessionAddress old =
                entered(registry, claim(PHONE, ANDROID, HERE), policy).own();
        SessionAddress late =
                entered(registry, claim(TABLET, ANDROID, THERE), policy).own();

        assertThat(displaced(registry, old)).containsExactly(old);
        Stages.get(registry.unregister(late));
        assertThat(displaced(registry, old)).containsExactly(old);
        assertThat(find(registry)).isEmpty();
    }

    @Test
    void movesASessionToTheNextLife_asOftenAsAsked() {
        SessionRegistry registry = registry();
        SessionAddress from = register(registry, PHONE, HERE).own();
        SessionAddress to = from.heldBy(NEXT);

        assertThat(moved(registry, from, NEXT)).contains(to);
        assertThat(moved(registry, from, NEXT)).contains(to);
        assertThat(find(registry)).containsExactly(to);
        assertThat(Stages.get(registry.unregister(from))).isFalse();
        assertThat(Stages.get(registry.unregister(to))).isTrue();
    }

    @Test
    void movesASessionWhoseEntryHasExpired() {
        SessionRegistry registry = under.registry(view, SHORT);
        SessionAddress from = register(registry, PHONE, HERE).own();
        under.elapse(SHORT.plusMillis(50));

        Optional<SessionAddress> to = moved(registry, from, NEXT);

        assertThat(to).contains(from.heldBy(NEXT));
        assertThat(find(registry)).containsExactly(to.orElseThrow());
    }

    @Test
    void movesNobodyWhoIsDisplaced() {
        SessionRegistry registry = registry();
        SessionAddress old = register(registry, PHONE, HERE).own();
        SessionAddress own = register(registry, PHONE, THERE).own();

        assertThat(moved(registry, old, NEXT)).isEmpty();
        assertThat(find(registry)).containsExactly(own);
    }

    @Test
    void hidesTheSessionsOfAWorkerThatTheViewHasSeenGo() {
        SessionRegistry registry = registry();
        SessionAddress own = register(registry, PHONE, THERE).own();
        view.join(THERE);
        view.join(NEXT);
        assertThat(find(registry)).containsExactly(own);

        view.leave(THERE);

        assertThat(find(registry)).isEmpty();
    }

    @Test
    void hidesTheSessionsOfTheNewestWorker_onceTheViewHasSeenItGo() {
        SessionRegistry registry = registry();
        SessionAddress own = register(registry, PHONE, THERE).own();
        view.join(HERE);
        view.join(THERE);
        assertThat(find(registry)).containsExactly(own);

        view.leave(THERE);

        assertThat(find(registry)).isEmpty();
    }

    @Test
    void showsTheSessionsOfAWorkerThatTheViewHasNotHeardOfYet() {
        SessionRegistry registry = registry();
        view.join(HERE);

        SessionAddress own = register(registry, PHONE, THERE).own();

        assertThat(find(registry)).containsExactly(own);
    }

    @ParameterizedTest
    @MethodSource("displacing")
    void oneIsLeftInEachPlace_whenManyLogInAtOnce(LoginPolicy policy) {
        SessionRegistry registry = registry();

        // An even count of devices keeps each on one platform: one that changes it leaves its former place empty.
        List<Registration.Entered> all = Race.of(
                20, i -> entered(registry, claim(new DeviceId("d" + i % 8), i % 2 == 0 ? ANDROID : IOS, HERE), policy));

        List<SessionAddress> left = find(registry);
        assertThat(left).hasSize(policy.equals(LoginPolicy.SINGLE_DEVICE) ? 1 : 2);
        assertThat(left).contains(latest(all));
        List<SessionAddress> displacedOrLeft = new ArrayList<>(left);
        all.forEach(each -> displacedOrLeft.addAll(each.displaced()));
        assertThat(displacedOrLeft)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(Registration.Entered::own).toList());
    }

    private static SessionAddress latest(List<Registration.Entered> all) {
        return all.stream()
                .map(Registration.Entered::own)
                .max(Comparator.comparingLong(SessionAddress::epoch))
                .orElseThrow();
    }

    /** Each racer logs in and then renews, moves and ends at random: nobody brings a displaced session back. */
    @RepeatedTest(5)
    void theLatestLoginStands_whateverTheOthersDoMeanwhile() {
        SessionRegistry registry = registry();

        List<Life> lives = Race.of(12, i -> live(registry, new Random(i + System.nanoTime())));

        Life last = lives.stream()
                .max(Comparator.comparingLong(life -> life.address().epoch()))
                .orElseThrow();
        assertThat(find(registry)).isEqualTo(last.ended() ? List.of() : List.of(last.address()));
        assertThat(last.displaced()).isFalse();
        lives.stream()
                .filter(life -> life != last)
                .forEach(life -> assertThat(displaced(registry, life.address())).containsExactly(life.address()));
    }

    private Life live(SessionRegistry registry, Random dice) {
        SessionAddress address = entered(registry, claim(PHONE, ANDROID, HERE), LoginPolicy.SINGLE_DEVICE)
                .own();
        for (int step = 0; step < 10; step++) {
            if (dice.nextInt(8) == 0) {
                Stages.get(registry.unregister(address));
                return new Life(address, true, false);
            }
            if (dice.nextBoolean()) {
                if (!displaced(registry, address).isEmpty()) {
                    return new Life(address, false, true);
                }
            } else {
                Optional<SessionAddress> moved =
                        moved(registry, address, new Incarnation(new NodeId(step + 5), step + 100));
                if (moved.isEmpty()) {
                    return new Life(address, false, true);
                }
                address = moved.get();
            }
        }
        return new Life(address, false, false);
    }

    private record Life(SessionAddress address, boolean ended, boolean displaced) {}
}
