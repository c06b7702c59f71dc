package io.yizhan.gate.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.gate.config.PasswordConfig;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final PasswordConfig TWO_AND_ONE = new PasswordConfig(64, 1, 1, 2, 1);

    private final FakeHasher hasher = new FakeHasher("v2");

    @Test
    void tellsRightFromWrong() {
        try (Passwords passwords = Passwords.open(hasher, TWO_AND_ONE)) {
            Optional<String> stored = Optional.of(passwords.hash("secret-1"));
            assertThat(passwords.check(stored, "secret-1")).isEqualTo(PasswordCheck.RIGHT);
            assertThat(passwords.check(stored, "secret-2")).isEqualTo(PasswordCheck.WRONG);
        }
    }

    @Test
    void doesTheSameWork_whenThereIsNoAccount() {
        try (Passwords passwords = Passwords.open(hasher, TWO_AND_ONE)) {
            assertThat(passwords.check(Optional.empty(), "anything")).isEqualTo(PasswordCheck.WRONG);
            assertThat(hasher.verified())
                    .singleElement()
                    .satisfies(hash -> assertThat(hash).startsWith("v2|"));
        }
    }

    @Test
    void renewsAHash_whenTheParametersChanged() {
        try (Passwords passwords = Passwords.open(hasher, TWO_AND_ONE)) {
            PasswordCheck check = passwords.check(Optional.of("v1|secret-1"), "secret-1");
            assertThat(check.right()).isTrue();
            assertThat(check.renewed()).contains("v2|secret-1");
            assertThat(check).asString().doesNotContain("secret");
        }
    }

    @Test
    void refusesAtOnce_whenThreadsAndQueueAreFull() throws Exception {
        SlowHasher slow = new SlowHasher();
        ExecutorService callers = Executors.newFixedThreadPool(10);
        try (Passwords passwords = Passwords.open(slow, TWO_AND_ONE)) {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(callers.submit(() -> passwords.hash("password")));
            }
            await().until(() -> calls.stream().filter(Future::isDone).count() >= 7); // at most two run and one waits
            slow.release.countDown();

            int answered = 0;
            for (Future<String> call : calls) {
                try {
                    assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("slow");
                    answered++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal.error()).isEqualTo(GateError.RATE_LIMITED);
                        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
                    });
                }
            }
            assertThat(answered).isBetween(1, 3);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Blocks for callers, not for the hash that is made at opening. */
    private static final class SlowHasher implements PasswordHasher {
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public String hash(String password) {
            if (password.equals("password")) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return "slow";
        }

        @Override
        public boolean verify(String password, String hash) {
            return true;
        }

        @Override
        public boolean canRead(String hash) {
            return true;
        }

        @Override
        public boolean isCurrent(String hash) {
            return true;
        }
    }
}
