package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.quickstart.check.Breach;
import io.yizhan.quickstart.check.Checker;
import io.yizhan.quickstart.check.MessageTable;
import io.yizhan.quickstart.check.Recorder;
import io.yizhan.quickstart.check.StoredMessage;
import io.yizhan.quickstart.check.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** Judges a run by its history and the database, when its sends are settled. */
final class Judge {
    private final TestCluster cluster;
    private final Recorder recorder;
    private final Predicate<StoredMessage> ofTheRun;

    Judge(TestCluster cluster, Recorder recorder, Predicate<StoredMessage> ofTheRun) {
        this.cluster = cluster;
        this.recorder = recorder;
        this.ofTheRun = ofTheRun;
    }

    /** Waits until everything has arrived that is to arrive, and judges. Prints the verdict. */
    Verdict verdict() throws SQLException {
        AtomicReference<Verdict> last = new AtomicReference<>();
        try {
            await().atMost(Person.LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> judged(last).count(Breach.Kind.LOST) == 0);
        } catch (ConditionTimeoutException e) {
            // what is lost by now is lost, and the verdict says so
        }
        System.out.print(last.get());
        return last.get();
    }

    private Verdict judged(AtomicReference<Verdict> last) throws SQLException {
        last.set(new Checker().judge(recorder.history(), rows()));
        return last.get();
    }

    /** As {@link #verdict}, and every promise must have been kept. */
    Verdict cleanVerdict() throws SQLException {
        Verdict verdict = verdict();
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.acked()).as(verdict.toString()).isPositive();
        return verdict;
    }

    /** What the database holds of the run. */
    List<StoredMessage> rows() throws SQLException {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        return new MessageTable(database.jdbcUrl(), database.user(), database.password())
                .read().stream().filter(ofTheRun).toList();
    }
}
