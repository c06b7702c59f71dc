package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.quickstart.check.MessageTable;
import io.yizhan.quickstart.check.StoredMessage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A worker stands still with numbers in hand that are not stored, until the others have declared them empty. What it
 * had in hand is at other numbers then, when its clients have sent it again.
 */
@Tag("long")
class LateMessagesIT {
    private static final int PAIRS = 8;
    private static final int RATE = 150;
    /** So many sends of each lane's clients come meanwhile that each lane has numbered some. */
    private static final Duration NUMBERED = Duration.ofMillis(700);
    /** The broker's start, the queues' way back to the persister, and ten seconds from a later number to the end. */
    private static final Duration DECLARED = Person.LIMIT.multipliedBy(2);

    /** From the first to the last: what looks for holes looks every three seconds at least. */
    private static final Duration ALL_DECLARED = Duration.ofSeconds(4);

    /** The other is started by hand: of two workers each gets one of nearly every pair, whose other goes on. */
    @RegisterExtension
    static final TestCluster cluster = new TestCluster(1);

    @Test
    void keepsEveryMessageOnce_andEveryAcknowledgedNumber_whenAWorkersNumbersAreDeclaredEmpty() throws Exception {
        // it writes nothing to the database, so no queue has to be taken from it while it stands still
        Worker still = cluster.running().startWorker("--persister.enabled=false");
        EmbeddedRocketMq broker = cluster.running().middleware().rocketmq();
        try (FaultRun run = new FaultRun(cluster, "late").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            assertThat(run.talkersOf(still)).isNotEmpty();
            long empty = emptyNumbers();

            run.begins("SIGSTOP");
            TestCluster.signal(broker.pid(), "STOP");
            await().pollDelay(NUMBERED).until(() -> true);
            TestCluster.signal(still, "STOP");
            broker.kill(); // and with it what was sent to it and not read
            broker.restart();
            await().atMost(DECLARED).until(() -> emptyNumbers() > empty);
            await().pollDelay(ALL_DECLARED).until(() -> true);
            TestCluster.signal(still, "CONT");
            run.ends("SIGSTOP");
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.cleanVerdict();

            assertThat(renumbered())
                    .as("messages whose ids are behind their numbers")
                    .isPositive();
            for (int pair = 0; pair < PAIRS; pair++) {
                awaitComplete(
                        run.talkers().get(2 * pair).user(),
                        run.talkers().get(2 * pair + 1).user());
            }
        }
    }

    /** Every number that was given out is a message or empty, in the end. */
    private static void awaitComplete(String user, String other) throws Exception {
        try (OutsideClient reader =
                OutsideClient.loggedIn(new OutsideGate(cluster.gate()).ticket(user, "reader"), user, "reader")) {
            Frame.Builder pull = Frame.newBuilder()
                    .setPullRequest(PullRequest.newBuilder()
                            .setConversationId(conversation(user, other))
                            .setFromSeq(1)
                            .setLimit(1)
                            .setBackwards(true));
            await().atMost(Person.LIMIT).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
                PullResponse page = reader.ask(pull.clone()).getPullResponse();
                assertThat(page.getHeadSeq()).isPositive();
                assertThat(page.getCompleteToSeq()).isEqualTo(page.getHeadSeq());
            });
        }
    }

    private static String conversation(String one, String other) {
        return one.compareTo(other) < 0 ? "d:" + one + ":" + other : "d:" + other + ":" + one;
    }

    /** Ids ascend as numbers are given out; only who got another number later has a smaller id than one before him. */
    private static int renumbered() throws SQLException {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        List<StoredMessage> rows = new MessageTable(database.jdbcUrl(), database.user(), database.password()).read();
        Map<String, Long> highest = new HashMap<>();
        int renumbered = 0;
        for (StoredMessage row : rows) {
            long before = highest.getOrDefault(row.conversation(), 0L);
            renumbered += row.messageId() < before ? 1 : 0;
            highest.put(row.conversation(), Math.max(before, row.messageId()));
        }
        return renumbered;
    }

    private static long emptyNumbers() throws SQLException {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM message WHERE kind = 'void'")) {
            count.next();
            return count.getLong(1);
        }
    }
}
