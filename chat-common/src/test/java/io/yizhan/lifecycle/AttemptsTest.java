package io.yizhan.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void givesWhatTheFirstGoodAttemptGave() throws InterruptedException {
        String found = Attempts.until("something", Duration.ofSeconds(30), () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IOException("not yet");
            }
            return "it";
        });

        assertThat(found).isEqualTo("it");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void saysWhyTheLastAttemptFailed_whenTheTimeIsUp() {
        assertThatThrownBy(() -> Attempts.quietly(Duration.ofMillis(600), () -> {
                    throw new IOException("refused " + attempts.incrementAndGet());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("refused")
                .hasCauseInstanceOf(IOException.class);
        assertThat(attempts).hasValueGreaterThan(1);
    }

    @Test
    void endsAtOnce_whenTheServerRefusesTheUser() {
        assertThatThrownBy(() -> Attempts.until("The database", Duration.ofSeconds(30), () -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("not ready", new SQLException("Access denied", "28000"));
                }))
                .isInstanceOf(CredentialsRefusedException.class)
                .hasMessage("The database refuses the user or the password: Access denied");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void endsAtOnce_whenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Attempts.quietly(Duration.ofSeconds(30), () -> {
                    throw new IOException("not yet");
                }))
                .isInstanceOf(InterruptedException.class);
    }
}
