package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every user directory promises. */
public abstract class UserDirectoryContract {
    private final UserId user = new UserId(UUID.randomUUID().toString());

    protected abstract UserDirectory directory();

    protected abstract void register(UserId newcomer) throws Exception;

    private boolean exists(UserId someone) {
        return directory()
                .exists(someone)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void knowsAUser_atOnceTheSecondTime() throws Exception {
        register(user);

        assertThat(exists(user)).isTrue();
        assertThat(directory().exists(user).toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void tellsUsersApartByCase() throws Exception {
        UserId lower = new UserId("u" + user.value());
        register(lower);

        assertThat(exists(lower)).isTrue();
        assertThat(exists(new UserId("U" + user.value()))).isFalse();
    }

    @Test
    void findsAUserWhoRegistersLater_withinASecondOrTwo() throws Exception {
        assertThat(exists(user)).isFalse();

        register(user);

        await().atMost(Duration.ofSeconds(5)).until(() -> exists(user));
    }
}
