package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.mysql.MySqlPositionStore;
import io.yizhan.server.archive.mysql.TestDatabase;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.redis.RedisCallsUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real stores; Redis forgets everything, and nobody may notice. */
class LostRedisIT {
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final long EPOCH = SequenceNumber.startOf(1);

    @TempDir
    Path dir;

    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final UserId alice = new UserId("alice-" + run);
    private final UserId bob = new UserId("bob-" + run);
    private final UserId carl = new UserId("carl-" + run);
    private final ConversationId withBob = ConversationId.direct(alice, bob);
    private final ConversationId withCarl = ConversationId.direct(alice, carl);

    private final MySqlDatabase database = TestDatabase.open();
    private final PositionStore saved = new MySqlPositionStore(database);
    private EmbeddedRedis server;
    private RedisCallsUnderTest redis;
    private DeliveryPorts ports;
    private PositionReceipts receipts;
    private PositionSaver saver;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(dir, 0);
        redis = RedisCallsUnderTest.open(RedisClients.open(server.url(), Duration.ofSeconds(2), 4));
        MySqlMessageStore store = new MySqlMessageStore(database, new MySqlDeadLetters(database));
        ArchivedBooks archived = new ArchivedBooks(store, saved);
        FakeRegistry registry = new FakeRegistry();
        ports = new DeliveryPorts(
                redis.sequencer(),
                registry,
                redis.index(archived),
                redis.positions(archived),
                new MemoryMessageLog(),
                store,
                NoGroups.ports());
        SessionLocator locator = new SessionLocator(new SessionManager(), (node, batch) -> true);
        receipts = new PositionReceipts(ports, new ReceiptPacer(registry, locator, DeliveryClock.system()));
        saver = new PositionSaver(redis.unsaved(), saved, Duration.ofDays(45), DeliveryClock.system());
        saver.start();
    }

    @AfterEach
    void close() {
        saver.close();
        redis.close();
        server.close();
        database.close();
    }

    /** As sends and the persister would leave them. */
    private void messages(ConversationId conversation, int count) {
        Stages.get(ports.index()
                .raise(conversation.directUsers().stream()
                        .map(user -> new Activity(user, conversation, System.currentTimeMillis()))
                        .toList()));
        String device = Records.device();
        List<LogRecord> records = LongStream.rangeClosed(1, count)
                .<LogRecord>mapToObj(seq -> Records.stored(conversation, seq, device))
                .toList();
        ports.store().write(records);
        redis.setHead(conversation, count);
        Stages.get(ports.positions().advance(List.of(new Move(conversation, alice, count, count))));
    }

    private SessionAddress phoneOf(UserId user) {
        return new SessionAddress(user, PHONE, 4, new Incarnation(new NodeId(1), 1), new SessionId("s-" + user), 1);
    }

    private static List<Position> at(ConversationId conversation, long seq) {
        return List.of(Position.newBuilder()
                .setConversationId(conversation.value())
                .setSeq(seq)
                .build());
    }

    /** A worker that was told nothing yet. */
    private StoredCatchUp catchUp() {
        return new StoredCatchUp(
                ports,
                new TailCloser(ports.log(), DeliveryClock.system(), Duration.ofSeconds(10)),
                DeliveryClock.system());
    }

    private List<Head> sync(UserId user) {
        return Stages.get(catchUp().sync(user, PHONE, SyncRequest.getDefaultInstance()))
                .getHeadsList();
    }

    private static Head withoutEnd(Head head) {
        return head.toBuilder().clearHeadSeq().build();
    }

    private PullResponse pull(ConversationId conversation) {
        return Stages.get(catchUp()
                .pull(
                        alice,
                        PullRequest.newBuilder()
                                .setConversationId(conversation.value())
                                .setBackwards(true)
                                .build()));
    }

    @Test
    void listsPullsAndCountsAsBefore_whenRedisForgotEverything() {
        messages(withBob, 5);
        await().pollDelay(Duration.ofMillis(20)).until(() -> true); // the database orders by the time of writing
        messages(withCarl, 3);
        Stages.get(receipts.delivered(phoneOf(bob), at(withBob, 4), false));
        Stages.get(receipts.read(phoneOf(bob), at(withBob, 3)));
        Stages.get(receipts.delivered(phoneOf(carl), at(withCarl, 3), true));
        List<Head> heads = sync(alice);
        PullResponse page = pull(withBob);
        assertThat(heads).extracting(Head::getConversationId).containsExactly(withCarl.value(), withBob.value());
        assertThat(heads.get(1))
                .isEqualTo(Head.newBuilder()
                        .setConversationId(withBob.value())
                        .setHeadSeq(5)
                        .setDeliveredSeq(5)
                        .setReadSeq(5)
                        .setPeerDeliveredSeq(4)
                        .setPeerReadSeq(3)
                        .build());
        await().untilAsserted(() -> {
            assertThat(Stages.get(saved.positions(List.of(withBob, withCarl)))).hasSize(4);
            assertThat(Stages.get(saved.cursors(new PositionStore.Device(carl, PHONE))))
                    .hasSize(1);
        });

        redis.flushAll();

        // with the memory the epoch has ended: until its rest is declared empty, a conversation ends there
        assertThat(sync(alice).stream().map(LostRedisIT::withoutEnd))
                .containsExactlyElementsOf(
                        heads.stream().map(LostRedisIT::withoutEnd).toList());
        assertThat(sync(alice)).allSatisfy(head -> assertThat(head.getHeadSeq()).isEqualTo(EPOCH));
        assertThat(pull(withBob).getMessagesList()).isEqualTo(page.getMessagesList());
        assertThat(pull(withBob).getCompleteToSeq()).isEqualTo(5);
        assertThat(page.getMessagesCount()).isEqualTo(5);
        assertThat(Stages.get(ports.positions().cursors(bob, PHONE))).containsOnly(Map.entry(withBob, 4L));
        assertThat(sync(bob)).singleElement().satisfies(head -> {
            assertThat(head.getDeliveredSeq()).isEqualTo(4);
        });
    }

    @Test
    void endsAConversationWithoutMessagesAtZero_alsoAfterRedisForgotEverything() {
        redis.flushAll();
        Stages.get(ports.sequencer().heads(List.of(withBob)));
        redis.flushAll();

        assertThat(pull(withBob)).isEqualTo(PullResponse.getDefaultInstance());
        assertThat(Stages.failure(receipts.delivered(phoneOf(bob), at(withBob, 1), false)))
                .isInstanceOf(RequestRefused.class);
    }

    @Test
    void takesWhatIsTrue_andRefusesWhatIsNot_whenRedisForgotEverything() {
        messages(withBob, 5);
        Stages.get(receipts.delivered(phoneOf(bob), at(withBob, 4), false));
        await().until(() -> Stages.get(saved.positions(List.of(withBob))).size() == 2
                && !Stages.get(saved.cursors(new PositionStore.Device(bob, PHONE)))
                        .isEmpty());

        redis.flushAll();

        Stages.get(receipts.delivered(phoneOf(bob), at(withBob, 2), false));
        assertThat(sync(bob)).extracting(Head::getDeliveredSeq).containsExactly(4L);
        assertThat(Stages.failure(receipts.delivered(phoneOf(bob), at(withBob, EPOCH + 1), false)))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        Stages.get(receipts.delivered(phoneOf(bob), at(withBob, 5), false));
        assertThat(sync(bob)).extracting(Head::getDeliveredSeq).containsExactly(5L);
    }
}
