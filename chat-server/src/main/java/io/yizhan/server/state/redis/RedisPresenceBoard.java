package io.yizhan.server.state.redis;

import io.yizhan.access.RedisSessionBook;
import io.yizhan.access.RedisStream;
import io.yizhan.access.SessionBook;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sighting;
import io.yizhan.server.state.StateUnavailableException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;

/**
 * The board in Redis: the registry's entries as {@link RedisSessionBook} reads them, and the stream
 * {@code im:presence}, whose entries name users and which keeps the newest {@value #KEPT} of them or a few more. One
 * thread of its own waits for Redis, and few calls wait for it.
 */
public final class RedisPresenceBoard implements PresenceBoard, AutoCloseable {
    /** How many calls run at once. */
    public static final int CONNECTIONS = 2;

    private static final String STREAM = "im:presence";
    private static final String USERS = "users";
    private static final int KEPT = 1_000;
    private static final int WAITING_CALLS = 16;

    private final SessionBook book;
    private final RedisStream stream;
    private final ExecutorService threads = new ThreadPoolExecutor(
            CONNECTIONS,
            CONNECTIONS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_CALLS),
            task -> new Thread(task, "presence-redis"));

    /** @param redis of no use to anybody else; closed by whoever opened it, after this */
    public RedisPresenceBoard(UnifiedJedis redis) {
        this.book = new RedisSessionBook(redis);
        this.stream = new RedisStream(redis, STREAM, KEPT);
    }

    @Override
    public CompletionStage<Map<UserId, Sighting>> look(Collection<UserId> users) {
        List<UserId> asked = List.copyOf(users);
        return call("Looking who is there", () -> sightings(book.look(asked)));
    }

    private static Map<UserId, Sighting> sightings(Map<UserId, SessionBook.Page> pages) {
        Map<UserId, Sighting> sightings = new LinkedHashMap<>();
        pages.forEach((user, page) -> sightings.put(
                user,
                new Sighting(
                        page.sessions().entrySet().stream()
                                .map(entry -> SessionEntry.address(user, entry.getKey(), entry.getValue()))
                                .toList(),
                        page.lastSeenMs())));
        return sightings;
    }

    @Override
    public CompletionStage<Void> announce(Collection<UserId> users) {
        String names = users.stream().map(UserId::value).collect(Collectors.joining(" "));
        return call("Announcing who came and went", () -> {
                    stream.add(Map.of(USERS, names));
                    return names;
                })
                .thenAccept(done -> {});
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        return stream.listen("presence-news", new RedisStream.Listener() {
            @Override
            public void added(Map<String, String> fields) {
                listener.changed(Arrays.stream(fields.getOrDefault(USERS, "").split(" "))
                        .filter(UserId::isValid)
                        .map(UserId::new)
                        .toList());
            }

            @Override
            public void resumed() {
                listener.missed();
            }
        });
    }

    private <T> CompletionStage<T> call(String what, Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(call.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(new StateUnavailableException(what + " failed", e));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StateUnavailableException(what + " refused: too many calls wait", e));
        }
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
