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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What every {@link SessionRegistry} does about what dead workers left behind. */
public abstract class SweepContract {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final int ANDROID = 3;

    private final SecureRandom random = new SecureRandom();
    private final long number = ThreadLocalRandom.current().nextLong(1L << 40);
    private final Incarnation dead = new Incarnation(new NodeId(7), number);
    private final Incarnation alive = new Incarnation(new NodeId(8), number + 1);
    private final FakeNodeView view = new FakeNodeView();

    private final RegistryUnderTest under;

    protected SweepContract(RegistryUnderTest under) {
        this.under = under;
    }

    private SessionAddress login(SessionRegistry registry, String user, String device, Incarnation holder) {
        SessionClaim claim = new SessionClaim(
                new UserId(user + number), new DeviceId(device), ANDROID, holder, SessionId.random(random));
        return ((Registration.Entered) Stages.get(registry.register(claim, LoginPolicy.MULTI_DEVICE))).own();
    }

    private List<SessionAddress> find(SessionRegistry registry, String user) {
        UserId id = new UserId(user + number);
        return Stages.get(registry.find(List.of(id))).get(id);
    }

    @Test
    void removesAllThatADeadWorkerHeld_andNothingElse() {
        SessionRegistry registry = under.registry(view, Duration.ofSeconds(90));
        List<SessionAddress> left = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            left.add(login(registry, "u" + i, "phone", dead));
        }
        SessionAddress other = login(registry, "u7", "tablet", alive);
        SessionAddress moved = login(registry, "mover", "tablet", alive);
        Hold kept = Stages.get(registry.move(moved, dead));
        Stages.get(registry.unregister(left.get(9)));
        SessionAddress again = login(registry, "u10", "phone", alive);

        assertThat(kept).isEqualTo(new Hold.Kept(moved.heldBy(dead)));
        assertThat(Stages.get(registry.sweep(dead))).isEqualTo(1_200 + 1 - 2);
        assertThat(Stages.get(registry.sweep(dead))).isZero();

        assertThat(find(registry, "u6")).isEmpty();
        assertThat(find(registry, "u7")).containsExactly(other);
        assertThat(find(registry, "mover")).isEmpty();
        assertThat(find(registry, "u10")).containsExactly(again);
    }

    @Test
    void aSessionThatLivesAfterAll_comesBack_unlessItsPlaceIsTaken() {
        SessionRegistry registry = under.registry(view, Duration.ofSeconds(90));
        SessionAddress ann = login(registry, "ann", "phone", dead);
        SessionAddress bob = login(registry, "bob", "phone", dead);
        Stages.get(registry.sweep(dead));
        SessionAddress late = login(registry, "bob", "phone", alive);

        Map<SessionAddress, DeviceId> displaced =
                Stages.get(registry.refresh(Map.of(ann, Duration.ZERO, bob, Duration.ZERO)));

        assertThat(displaced).containsExactly(Map.entry(bob, new DeviceId("phone")));
        assertThat(find(registry, "ann")).containsExactly(ann);
        assertThat(find(registry, "bob")).containsExactly(late);
        assertThat(Stages.get(registry.sweep(dead)))
                .as("a refresh is noted too")
                .isEqualTo(1);
    }

    @Test
    void namesWhoHolds_untilItIsSweptOrSilentForALease() {
        SessionRegistry registry = under.registry(view, SHORT);
        assertThat(Stages.get(registry.holders(dead))).contains(dead);
        assertThat(Stages.get(registry.holders(alive))).contains(dead, alive);

        Stages.get(registry.sweep(dead));
        assertThat(Stages.get(registry.holders(alive))).contains(alive).doesNotContain(dead);

        Stages.get(registry.holders(dead));
        under.elapse(SHORT.plusMillis(50));
        assertThat(Stages.get(registry.holders(alive))).contains(alive).doesNotContain(dead);
    }
}
