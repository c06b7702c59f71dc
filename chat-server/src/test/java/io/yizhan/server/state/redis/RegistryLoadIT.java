package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.FakeNodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.Stages;
import io.yizhan.settings.LoginPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What sessions cost in Redis: round trips and commands, and ten thousand of them; docs/performance.md has figures. */
class RegistryLoadIT {
    private static final Logger log = LoggerFactory.getLogger(RegistryLoadIT.class);
    private static final int SESSIONS = 10_000;
    private static final int ONE_BY_ONE = 500;
    private static final int PAGE = 1_000;
    private static final long SLACK = 25;

    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest(9);

    private final SecureRandom random = new SecureRandom();
    private final Incarnation holder = new Incarnation(new NodeId(0), 1);
    private final SessionRegistry registry = new RedisSessionRegistry(
            REDIS.calls(), new HolderLiveness(new FakeNodeView(), Set::of), Duration.ofSeconds(90));

    private CompletionStage<Registration> login(String user, String device) {
        SessionClaim claim =
                new SessionClaim(new UserId(user), new DeviceId(device), 3, holder, SessionId.random(random));
        return registry.register(claim, LoginPolicy.SINGLE_DEVICE);
    }

    /** What Redis has counted of this kind since its start. */
    private long counted(String section, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(REDIS.client().info(section));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private long scripts() {
        return counted("commandstats", "cmdstat_evalsha:calls=(\\d+)");
    }

    private long reads() {
        return counted("stats", "total_reads_processed:(\\d+)");
    }

    @Test
    void aLoginIsOneRoundTripOfTwoScripts_whomeverItDisplaces() {
        Stages.get(login("warm", "phone"));
        Stages.get(login("warm", "tablet"));
        long scripts = scripts();
        long reads = reads();
        long[] nanos = new long[ONE_BY_ONE];

        for (int i = 0; i < ONE_BY_ONE; i++) {
            long begun = System.nanoTime();
            Stages.get(login("one" + i / 2, "d" + i % 2));
            nanos[i] = System.nanoTime() - begun;
        }

        // Redis counts its own questions too, and whatever else may still be asked by another test.
        assertThat(reads() - reads).isBetween((long) ONE_BY_ONE, ONE_BY_ONE + SLACK);
        assertThat(scripts() - scripts).isBetween(2L * ONE_BY_ONE, 2L * ONE_BY_ONE + SLACK);
        Arrays.sort(nanos);
        log.warn(
                "A login at the registry, one after the other: median {} µs, 99 % {} µs",
                nanos[ONE_BY_ONE / 2] / 1_000, nanos[ONE_BY_ONE * 99 / 100] / 1_000);
    }

    @Test
    void tenThousandLogins_renewals_andTheSweepOfTheirWorker() {
        List<SessionAddress> sessions = new ArrayList<>();
        long begun = System.nanoTime();
        for (int from = 0; from < SESSIONS; from += PAGE) {
            List<CompletionStage<Registration>> some = new ArrayList<>();
            for (int i = from; i < from + PAGE; i++) {
                some.add(login("u" + i, "phone"));
            }
            some.forEach(each -> sessions.add(((Registration.Entered) Stages.get(each)).own()));
        }
        report("logins", begun);

        long renewing = System.nanoTime();
        for (int from = 0; from < SESSIONS; from += PAGE) {
            Map<SessionAddress, Duration> idle = new HashMap<>();
            sessions.subList(from, from + PAGE).forEach(session -> idle.put(session, Duration.ZERO));
            assertThat(Stages.get(registry.refresh(idle))).isEmpty();
        }
        report("renewals", renewing);
        log.warn(
                "Bytes of the index: {}, of one user: {} and {}",
                REDIS.client().memoryUsage("im:held:{0@1}"),
                REDIS.client().memoryUsage("im:sessions:{u7}"),
                REDIS.client().memoryUsage("im:fences:{u7}"));

        long sweeping = System.nanoTime();
        assertThat(Stages.get(registry.sweep(holder))).isGreaterThanOrEqualTo(SESSIONS);
        report("entries of a dead worker removed", sweeping);
        assertThat(Stages.get(registry.find(List.of(new UserId("u7")))).get(new UserId("u7")))
                .isEmpty();
    }

    private static void report(String what, long begun) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        log.warn("{} {} in {} s, {} a second", SESSIONS, what, seconds, Math.round(SESSIONS / seconds));
    }
}
