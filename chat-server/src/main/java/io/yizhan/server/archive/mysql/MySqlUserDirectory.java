package io.yizhan.server.archive.mysql;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.UserDirectory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The table {@code users}, asked once for each user and then remembered. Someone unknown is asked for again after a
 * second, since he may register meanwhile.
 */
public final class MySqlUserDirectory implements UserDirectory {
    private static final long REMEMBERED = 200_000;
    private static final Duration KNOWN = Duration.ofMinutes(10);
    private static final Duration UNKNOWN = Duration.ofSeconds(1);

    private final MySqlDatabase database;
    private final AsyncLoadingCache<UserId, Boolean> users;

    public MySqlUserDirectory(MySqlDatabase database) {
        this.database = database;
        this.users = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(Expiry.<UserId, Boolean>creating((user, exists) -> exists ? KNOWN : UNKNOWN))
                .buildAsync((user, executor) -> ask(user));
    }

    private CompletableFuture<Boolean> ask(UserId user) {
        return database.ask(
                        "whether a user exists",
                        session -> session.getMapper(ReadMapper.class).users(user.value()) > 0)
                .toCompletableFuture()
                .orTimeout(database.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<Boolean> exists(UserId user) {
        return users.get(user).minimalCompletionStage();
    }
}
