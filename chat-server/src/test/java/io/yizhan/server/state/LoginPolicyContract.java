package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gives way in every {@link SessionRegistry}, under each policy with each answer to a collision. */
public abstract class LoginPolicyContract {
    private static final Incarnation HERE = new Incarnation(new NodeId(0), 10);
    private static final Incarnation THERE = new Incarnation(new NodeId(1), 20);
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final int ANDROID = 3;
    private static final int IOS = 4;

    private final SecureRandom random = new SecureRandom();
    private final UserId alice = new UserId("alice" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    private final FakeNodeView view = new FakeNodeView();
    private final Map<String, SessionAddress> standing = new HashMap<>();
    private SessionRegistry registry;

    private final RegistryUnderTest under;

    protected LoginPolicyContract(RegistryUnderTest under) {
        this.under = under;
    }

    static Stream<LoginPolicy> all() {
        return Arrays.stream(Devices.values())
                .flatMap(devices ->
                        Arrays.stream(Collision.values()).map(collision -> new LoginPolicy(devices, 2, collision)));
    }

    static Stream<LoginPolicy> kicking() {
        return all().filter(policy -> policy.collision() != Collision.REFUSE_NEW);
    }

    static Stream<LoginPolicy> refusing() {
        return all().filter(policy -> policy.collision() == Collision.REFUSE_NEW);
    }

    private Registration login(String device, int platform, Incarnation holder, LoginPolicy policy) {
        SessionClaim claim = new SessionClaim(alice, new DeviceId(device), platform, holder, SessionId.random(random));
        Registration registration = Stages.get(registry.register(claim, policy));
        if (registration instanceof Registration.Entered entered) {
            standing.put(device, entered.own());
        }
        return registration;
    }

    private Registration login(String device, int platform, LoginPolicy policy) {
        return login(device, platform, HERE, policy);
    }

    /** Three devices, of which the second on Android is the one that was least recently active. */
    private void threeStand() {
        registry = under.registry(view, LEASE);
        login("a1", ANDROID, LoginPolicy.MULTI_DEVICE);
        login("a2", ANDROID, LoginPolicy.MULTI_DEVICE);
        login("i1", IOS, LoginPolicy.MULTI_DEVICE);
        refresh(Map.of("a1", Duration.ofMinutes(1), "a2", Duration.ofMinutes(3), "i1", Duration.ofMinutes(2)));
    }

    private Map<SessionAddress, DeviceId> refresh(Map<String, Duration> idle) {
        Map<SessionAddress, Duration> asked = new HashMap<>();
        idle.forEach((device, time) -> asked.put(standing.get(device), time));
        return Stages.get(registry.refresh(asked));
    }

    private List<String> devices() {
        return Stages.get(registry.find(List.of(alice))).get(alice).stream()
                .map(session -> session.device().value())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kicking")
    void aNewcomerTakesThePlacesThatItsPolicyGivesIt(LoginPolicy policy) {
        threeStand();

        Registration registration = login("new", ANDROID, THERE, policy);

        List<String> gone = new ArrayList<>(
                switch (policy.devices()) {
                    case SINGLE_DEVICE -> List.of("a1", "a2", "i1");
                    case ONE_PER_PLATFORM -> List.of("a1", "a2");
                    case MULTI_DEVICE -> List.<String>of();
                    case LIMITED ->
                        policy.collision() == Collision.KICK_OLDEST_LOGIN ? List.of("a1", "a2") : List.of("a2", "i1");
                });
        assertThat(((Registration.Entered) registration).displaced())
                .containsExactlyInAnyOrderElementsOf(
                        gone.stream().map(standing::get).toList());
        List<String> left = new ArrayList<>(List.of("a1", "a2", "i1", "new"));
        left.removeAll(gone);
        assertThat(devices()).isEqualTo(left);
        gone.forEach(device -> assertThat(refresh(Map.of(device, Duration.ZERO)))
                .containsExactly(Map.entry(standing.get(device), new DeviceId("new"))));
        assertThat(devices()).isEqualTo(left);
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void aNewcomerIsRefused_whereThePlacesAreTaken(LoginPolicy policy) {
        threeStand();

        Registration registration = login("new", ANDROID, THERE, policy);

        if (policy.devices() == Devices.MULTI_DEVICE) {
            assertThat(devices()).containsExactly("a1", "a2", "i1", "new");
        } else {
            assertThat(registration).isEqualTo(new Registration.Refused());
            assertThat(devices()).containsExactly("a1", "a2", "i1");
            assertThat(refresh(Map.of("a1", Duration.ZERO, "a2", Duration.ZERO, "i1", Duration.ZERO)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void aNewcomerIsTaken_whereAPlaceIsFree(LoginPolicy policy) {
        registry = under.registry(view, LEASE);
        login("i1", IOS, policy);
        Stages.get(registry.unregister(standing.get("i1")));

        assertThat(login("a1", ANDROID, policy)).isInstanceOf(Registration.Entered.class);
        assertThat(devices()).containsExactly("a1");
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameDeviceAlwaysTakesOver_andAloneIsWhatThePolicyLeaves(LoginPolicy policy) {
        threeStand();
        SessionAddress before = standing.get("a2");

        Registration registration = login("a2", ANDROID, THERE, policy);

        assertThat(((Registration.Entered) registration).displaced()).contains(before);
        assertThat(devices())
                .isEqualTo(
                        policy.collision() == Collision.REFUSE_NEW
                                ? List.of("a1", "a2", "i1")
                                : switch (policy.devices()) {
                                    case SINGLE_DEVICE -> List.of("a2");
                                    case ONE_PER_PLATFORM -> List.of("a2", "i1");
                                    case MULTI_DEVICE -> List.of("a1", "a2", "i1");
                                    case LIMITED ->
                                        policy.collision() == Collision.KICK_OLDEST_LOGIN
                                                ? List.of("a2", "i1")
                                                : List.of("a1", "a2");
                                });
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSessionOfADeadWorkerKeepsNobodyOut_andGivesWayFirst(LoginPolicy policy) {
        registry = under.registry(view, LEASE);
        view.join(HERE);
        view.join(THERE);
        login("dead", ANDROID, HERE, LoginPolicy.MULTI_DEVICE);
        refresh(Map.of("dead", Duration.ZERO));
        if (policy.devices() == Devices.LIMITED) {
            login("alive", IOS, THERE, LoginPolicy.MULTI_DEVICE);
            refresh(Map.of("alive", Duration.ofHours(1)));
        }
        view.leave(HERE);

        assertThat(login("new", ANDROID, THERE, policy)).isInstanceOf(Registration.Entered.class);

        assertThat(devices()).isEqualTo(policy.devices() == Devices.LIMITED ? List.of("alive", "new") : List.of("new"));
    }

    @Test
    void whoLostItsLease_hasNoPlaceOnceOthersFillTheLimit() {
        registry = under.registry(view, SHORT);
        LoginPolicy two = LoginPolicy.limited(2);
        login("first", ANDROID, two);
        under.elapse(SHORT.plusMillis(50));
        login("second", ANDROID, two);

        assertThat(refresh(Map.of("first", Duration.ZERO)))
                .as("one place is free")
                .isEmpty();
        under.elapse(SHORT.plusMillis(50));
        login("third", IOS, two);
        login("fourth", IOS, two);

        assertThat(refresh(Map.of("first", Duration.ZERO)))
                .containsExactly(Map.entry(standing.get("first"), new DeviceId("fourth")));
        assertThat(devices()).containsExactly("fourth", "third");
        login("fifth", IOS, LoginPolicy.MULTI_DEVICE);
        assertThat(refresh(Map.of("second", Duration.ZERO))).isEmpty();
        assertThat(devices()).containsExactly("fifth", "fourth", "second", "third");
    }
}
