package io.yizhan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.Counts;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GroupLedgerTest {
    private final GroupLedger ledger = new GroupLedger(2, 2);

    private void sendAll(int count) {
        for (int i = 0; i < count; i++) {
            ledger.acked(ledger.next());
        }
    }

    @Test
    void isClean_whenEachReceiverWasShownAllOnce() {
        sendAll(3);
        for (int receiver = 0; receiver < 2; receiver++) {
            ledger.shown(receiver, 0, 0);
            ledger.shown(receiver, 0, 2);
            ledger.shown(receiver, 1, 1); // of another speaker: their order is nobody's promise here
        }

        assertThat(ledger.isAnswered()).isTrue();
        assertThat(ledger.counts()).isEqualTo(new Counts(3, 3, 0, 6, 0, 0, 0));
    }

    @Test
    void countsWhatOneOfThemLacks_hasTwice_orHasInTheWrongOrder() {
        sendAll(4);
        ledger.shown(0, 0, 2);
        ledger.shown(0, 0, 0);
        ledger.shown(0, 1, 1);
        ledger.shown(0, 1, 1);

        assertThat(ledger.counts()).isEqualTo(new Counts(4, 4, 0, 3, 5, 1, 1));
    }

    @Test
    void owesNothing_ofWhatWasNotAcknowledged() {
        ledger.next();
        assertThat(ledger.isAnswered()).isFalse();
        ledger.failed();

        assertThat(ledger.isAnswered()).isTrue();
        assertThat(ledger.counts()).isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void isNeverSettled_whileNobodyIsShownWhatIsBeingAnswered() throws Exception {
        ExecutorService answering = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 2_000; round++) {
                GroupLedger shownToNobody = new GroupLedger(50, 1);
                int message = shownToNobody.next();
                Future<?> answer = answering.submit(() -> shownToNobody.acked(message));
                while (!answer.isDone()) {
                    assertThat(shownToNobody.isSettled()).isFalse();
                }
            }
        } finally {
            answering.shutdownNow();
        }
    }
}
