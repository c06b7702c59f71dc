package io.yizhan.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Platform;
import chat.v2.UserPresence;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.Sighting;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One user as those who watch see him; a second is a thousand nanoseconds here. */
class WatchedTest {
    private static final UserId BOB = new UserId("bob");
    private static final Incarnation HERE = new Incarnation(new NodeId(1), 10);
    private static final Incarnation THERE = new Incarnation(new NodeId(2), 20);
    private static final Living BOTH = new Living(20, Set.of(10L, 20L));
    private static final Living ONLY_HERE = new Living(20, Set.of(10L));
    private static final long GRACE = 1_000;

    private final Watched bob = new Watched(BOB, GRACE);

    private static SessionAddress on(Platform platform, Incarnation holder) {
        return new SessionAddress(
                BOB,
                new DeviceId(platform.name()),
                platform.getNumber(),
                holder,
                new SessionId(platform + "@" + holder),
                1);
    }

    private static Sighting at(long lastSeenMs, SessionAddress... sessions) {
        return new Sighting(List.of(sessions), lastSeenMs);
    }

    private List<Platform> platforms() {
        assertThat(bob.presence().getOnline()).isEqualTo(bob.presence().getPlatformsCount() > 0);
        return bob.presence().getPlatformsList();
    }

    @Test
    void isAsTheRegistrySays_whenAskedForTheFirstTime() {
        assertThat(bob.isKnown()).isFalse();

        assertThat(bob.saw(at(5), BOTH, 0, 100))
                .as("there is nothing to compare with")
                .isFalse();

        assertThat(bob.isKnown()).isTrue();
        assertThat(bob.presence())
                .isEqualTo(UserPresence.newBuilder()
                        .setUserId("bob")
                        .setLastSeenMs(5)
                        .build());
    }

    @Test
    void comesAtOnce_withAllPlatforms_andWasSeenJustNow() {
        bob.saw(at(0), BOTH, 0, 100);

        assertThat(bob.saw(at(7, on(Platform.ANDROID, HERE)), BOTH, 10, 200)).isTrue();
        assertThat(bob.presence().getLastSeenMs()).isEqualTo(200);
        assertThat(bob.saw(at(8, on(Platform.ANDROID, HERE), on(Platform.WEB, THERE)), BOTH, 20, 300))
                .isTrue();

        assertThat(platforms()).containsExactly(Platform.WEB, Platform.ANDROID);
    }

    @Test
    void saysNothing_whenAnotherDeviceOfAPlatformComesOrGoes() {
        bob.saw(at(7, on(Platform.ANDROID, HERE)), BOTH, 0, 100);

        assertThat(bob.saw(at(7, on(Platform.ANDROID, THERE)), BOTH, 10, 200)).isFalse();
        assertThat(bob.isWaning()).isFalse();
    }

    @Test
    void goesOnlyWhenItStaysAway() {
        bob.saw(at(7, on(Platform.ANDROID, HERE)), BOTH, 0, 100);

        assertThat(bob.saw(at(90), BOTH, 10, 100)).isFalse();
        assertThat(bob.isWaning()).isTrue();
        assertThat(bob.judge(BOTH, 10 + GRACE - 1)).isFalse();
        assertThat(platforms()).containsExactly(Platform.ANDROID);

        assertThat(bob.judge(BOTH, 10 + GRACE)).isTrue();

        assertThat(platforms()).isEmpty();
        assertThat(bob.isWaning()).isFalse();
        assertThat(bob.presence().getLastSeenMs()).isEqualTo(90);
        assertThat(bob.judge(BOTH, 10 + 9 * GRACE)).as("told once").isFalse();
    }

    @Test
    void isNotSeenToReconnect() {
        bob.saw(at(7, on(Platform.ANDROID, HERE)), BOTH, 0, 100);
        bob.saw(at(7), BOTH, 10, 100);

        assertThat(bob.saw(at(7, on(Platform.ANDROID, THERE)), BOTH, 900, 100)).isFalse();

        assertThat(bob.judge(BOTH, 10 + GRACE)).isFalse();
        assertThat(platforms()).containsExactly(Platform.ANDROID);
    }

    @Test
    void comesOnOneDevice_whileAnotherMayComeBack() {
        bob.saw(at(7, on(Platform.ANDROID, HERE)), BOTH, 0, 100);

        assertThat(bob.saw(at(7, on(Platform.WEB, THERE)), BOTH, 10, 100)).isTrue();
        assertThat(platforms()).containsExactly(Platform.WEB, Platform.ANDROID);

        assertThat(bob.judge(BOTH, 10 + GRACE)).isTrue();
        assertThat(platforms()).containsExactly(Platform.WEB);
    }

    @Test
    void goesWithItsWorker_withoutAskingAgain() {
        bob.saw(at(7, on(Platform.ANDROID, HERE), on(Platform.WEB, THERE)), BOTH, 0, 100);

        assertThat(bob.judge(ONLY_HERE, 10)).isFalse();
        assertThat(bob.judge(ONLY_HERE, 10 + GRACE)).isTrue();
        assertThat(platforms()).containsExactly(Platform.ANDROID);

        assertThat(bob.judge(BOTH, 20 + GRACE)).as("it was a mistake").isTrue();
        assertThat(platforms()).containsExactly(Platform.WEB, Platform.ANDROID);
    }

    @Test
    void isThere_atAWorkerNobodyHeardOfYet() {
        Incarnation newcomer = new Incarnation(new NodeId(3), 30);

        bob.saw(at(7, on(Platform.IOS, newcomer)), BOTH, 0, 100);

        assertThat(Stream.of(bob.presence()).map(UserPresence::getOnline)).containsExactly(true);
    }
}
