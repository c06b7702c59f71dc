package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.ConversationIndex.Page;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Positions.Moved;
import io.yizhan.server.state.Positions.Position;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.state.UnsavedPositions.Reached;
import io.yizhan.server.state.UnsavedPositionsContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** With a Redis of its own, since that one is flushed and restarted. */
class RedisMemoryLossIT extends UnsavedPositionsContract {
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final ConversationId ANN_BOB = ConversationId.direct(ANN, BOB);
    private static final ConversationId ANN_EVE = ConversationId.direct(ANN, new UserId("eve"));
    private static final Duration LEASE = RedisUnsavedPositions.DUE_AFTER.plusSeconds(2);

    @TempDir
    static Path dir;

    private static EmbeddedRedis server;
    private static UnifiedJedis client;
    private static RedisCalls calls;

    private final FakeArchive archive = new FakeArchive();
    private final RedisPositions positions = new RedisPositions(calls, archive);
    private final RedisConversationIndex index = new RedisConversationIndex(calls, archive);

    @BeforeAll
    static void start() {
        server = EmbeddedRedis.start(dir, 0);
        client = RedisClients.open(server.url(), Duration.ofSeconds(5), 2);
        calls = new RedisCalls(client, 2, 100, Duration.ofSeconds(5));
    }

    @AfterAll
    static void close() {
        calls.close();
        client.close();
        server.close();
    }

    @BeforeEach
    void flush() {
        client.flushAll();
    }

    @Override
    protected Positions positions() {
        return positions;
    }

    @Override
    protected UnsavedPositions unsaved() {
        return new RedisUnsavedPositions(calls, LEASE);
    }

    @Override
    protected void passUntilDue() {
        pass(RedisUnsavedPositions.DUE_AFTER.plusMillis(100));
    }

    @Override
    protected void passLease() {
        pass(LEASE.plusMillis(100));
    }

    private static void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    private Map<UserId, Position> found() {
        return Stages.get(positions.find(new UserId("ann"), List.of(ANN_BOB))).get(ANN_BOB);
    }

    private List<ConversationId> listed() {
        return Stages.get(index.list(ANN, 0, 0, 10)).stream()
                .map(Activity::conversation)
                .toList();
    }

    @Test
    void knowsThePositionsAgain_afterAFlush_andAsksTheArchiveOnce() {
        archive.put(ANN_BOB, ANN, new Position(7, 3));

        assertThat(found()).containsOnly(Map.entry(ANN, new Position(7, 3)));
        assertThat(found()).hasSize(1);
        Stages.get(positions.advance(List.of(new Move(ANN_BOB, ANN, 8, 0))));
        assertThat(archive.asked()).isEqualTo(1);

        client.flushAll();
        assertThat(found()).containsOnly(Map.entry(ANN, new Position(7, 3)));
    }

    @Test
    void neverGoesBack_whenTheFirstThingAfterAFlushIsAnOldAcknowledgement() {
        archive.put(ANN_BOB, ANN, new Position(7, 3));

        assertThat(Stages.get(positions.advance(List.of(
                        new Move(ANN_BOB, ANN, 5, 0), new Move(ANN_EVE, ANN, 1, 0), new Move(ANN_BOB, ANN, 5, 4)))))
                .containsExactly(
                        new Moved(new Position(7, 3), false),
                        new Moved(new Position(1, 0), true),
                        new Moved(new Position(7, 4), true));
    }

    @Test
    void goesOnWithWhatRedisKnows_whileTheArchiveIsAway_andLooksAgainLater() {
        archive.put(ANN_BOB, ANN, new Position(7, 3));
        archive.away(true);
        assertThat(Stages.get(positions.advance(List.of(new Move(ANN_BOB, ANN, 5, 0)))))
                .containsExactly(new Moved(new Position(5, 0), true));
        assertThat(found()).containsOnly(Map.entry(ANN, new Position(5, 0)));

        archive.away(false);

        assertThat(found()).containsOnly(Map.entry(ANN, new Position(7, 3)));
    }

    @Test
    void savesWhatWasInRedisBeforeThereWasAnArchive() {
        client.hset("im:positions:{d:ann:bob}", Map.of("d:ann", "9", "r:ann", "4", "d:bob", "2", "r:bob", "2"));
        archive.put(ANN_BOB, BOB, new Position(2, 2));

        assertThat(found()).containsOnly(Map.entry(ANN, new Position(9, 4)), Map.entry(BOB, new Position(2, 2)));

        passUntilDue();
        assertThat(Stages.get(unsaved().claim(10)).changes())
                .containsExactly(new Reached(ANN_BOB, ANN, new Position(9, 4)));
    }

    @Test
    void knowsTheCursorsAgain_afterAFlush() {
        archive.put(ANN_BOB, 7);

        Stages.get(positions.acknowledge(ANN, PHONE, Map.of(ANN_BOB, 5L, ANN_EVE, 2L)));

        assertThat(Stages.get(positions.cursors(ANN, PHONE)))
                .containsOnly(Map.entry(ANN_BOB, 7L), Map.entry(ANN_EVE, 2L));
    }

    @Test
    void listsEverythingAgain_afterAFlush_alsoWhenAMessageCameFirst() {
        archive.put(new Activity(ANN, ANN_BOB, 1_000));
        archive.put(new Activity(ANN, ANN_EVE, 2_000));
        assertThat(listed()).containsExactly(ANN_EVE, ANN_BOB);
        assertThat(listed()).hasSize(2);
        assertThat(archive.asked()).isEqualTo(1);

        client.flushAll();
        Stages.get(index.raise(List.of(new Activity(ANN, ANN_BOB, 3_000))));

        assertThat(listed()).containsExactly(ANN_BOB, ANN_EVE);
    }

    @Test
    void beginsAnotherLifeOfTheList_withEachLoss_andOnlyThen() {
        archive.put(new Activity(ANN, ANN_BOB, 1_000));
        String first = life();
        Stages.get(index.raise(List.of(new Activity(ANN, ANN_EVE, 2_000))));
        assertThat(life()).isEqualTo(first);

        client.flushAll();
        Stages.get(index.raise(List.of(new Activity(ANN, ANN_EVE, 500))));
        String second = life();
        assertThat(second).isNotEqualTo(first);

        restart();
        assertThat(life()).isNotIn(first, second);
    }

    /** Also where nothing is listed. */
    private String life() {
        return Stages.get(index.page(ANN, Long.MAX_VALUE >> 10, 0, 10)).life();
    }

    @Test
    void givesAListOneLife_whenManyCompareItAtOnce() {
        archive.put(new Activity(ANN, ANN_BOB, 1_000));

        List<CompletionStage<Page>> looks =
                IntStream.range(0, 20).mapToObj(i -> index.page(ANN, 0, 0, 10)).toList();

        assertThat(looks).extracting(look -> Stages.get(look).life()).containsOnly(life());
    }

    @Test
    void refusesToListWhatItCannotKnow_butServesAListThatWasWholeOnce() {
        archive.away(true);
        Stages.get(index.touch(List.of(new Activity(ANN, ANN_BOB, 1_000))));
        assertThat(Stages.failure(index.list(ANN, 0, 0, 10))).isNotNull();
        archive.away(false);
        assertThat(listed()).containsExactly(ANN_BOB);

        restart();
        archive.away(true);

        assertThat(listed()).containsExactly(ANN_BOB);
    }

    @Test
    void comparesWithTheArchiveAgain_whenRedisWasRestarted() {
        assertThat(listed()).isEmpty();
        Stages.get(positions.advance(List.of(new Move(ANN_BOB, ANN, 5, 5))));

        restart();
        // as if the last second before the crash had not reached the disk
        archive.put(new Activity(ANN, ANN_BOB, 1_000));
        archive.put(ANN_BOB, ANN, new Position(6, 5));

        assertThat(listed()).containsExactly(ANN_BOB);
        assertThat(found()).containsOnly(Map.entry(ANN, new Position(6, 5)));
    }

    private static void restart() {
        pass(RedisUnsavedPositions.DUE_AFTER.plusMillis(100)); // the append-only file is synced every second
        int port = server.port();
        server.kill();
        await().until(() -> !server.isAlive());
        server = EmbeddedRedis.start(dir, port);
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> client.ping() != null);
    }
}
