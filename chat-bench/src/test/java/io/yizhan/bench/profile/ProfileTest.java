package io.yizhan.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.bench.result.ProfileResult;
import io.yizhan.bench.result.ProfileResult.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of this very process. */
class ProfileTest {
    private static final long ENOUGH = 20;

    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void tellsWhatRan_inItsTimeAlone(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("own.jfr");
        Thread busy = new Thread(this::burn, "busy-1");
        try (Recording recording = new Recording()) {
            recording.enable(Profile.EVENT).withPeriod(Duration.ofMillis(10));
            recording.start();
            busy.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                recording.dump(file);
                return read(file, Instant.MIN, Instant.MAX).samples() >= ENOUGH;
            });
        } finally {
            over.set(true);
            busy.join();
        }
        Instant now = Instant.now();

        ProfileResult result = read(file, Instant.MIN, now);
        assertThat(result.process()).isEqualTo("own");
        assertThat(result.areas()).extracting(Share::name).contains("io.yizhan.bench.profile");
        assertThat(result.methods())
                .filteredOn(share -> share.name().equals("io.yizhan.bench.profile.ProfileTest.burn"))
                .singleElement()
                .satisfies(share -> assertThat(share.whole()).isPositive().isLessThanOrEqualTo(1));
        assertThat(result.areas().stream().mapToDouble(Share::own).sum()).isBetween(0.5, 1.0001);
        assertThat(read(file, now, Instant.MAX).samples()).isZero();
        assertThat(Profile.read("own", file, Instant.MIN, now).flameGraph())
                .contains("busy-#", "ProfileTest.burn, io.yizhan.bench.profile: ");
    }

    private static ProfileResult read(Path file, Instant from, Instant to) {
        return Profile.read("own", file, from, to).result();
    }

    private long burn() {
        long sum = 0;
        while (!over.get()) {
            for (int i = 0; i < 10_000; i++) {
                sum = sum * 31 + i;
            }
        }
        return sum;
    }
}
