package io.yizhan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.Counts;
import org.junit.jupiter.api.Test;

class PairLedgerTest {
    private final PairLedger ledger = new PairLedger();

    @Test
    void isClean_whenEachIsAcknowledgedAndShownOnce() {
        send(3);
        ackAndShow(0, 1, 2);

        assertThat(ledger.counts()).isEqualTo(new Counts(3, 3, 0, 3, 0, 0, 0));
        assertThat(ledger.counts().isClean()).isTrue();
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void isNotSettled_beforeTheLastAnswer() {
        send(2);
        ackAndShow(0);
        ledger.shown(1);

        assertThat(ledger.isSettled()).isFalse();
        ledger.acked(1);
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void missesWhatWasAcknowledgedAndNeverShown() {
        send(3);
        ackAndShow(0, 2);
        ledger.acked(1);

        assertThat(ledger.counts().lost()).isEqualTo(1);
        assertThat(ledger.counts().isClean()).isFalse();
        assertThat(ledger.isSettled()).isFalse();
    }

    @Test
    void misses_nothing_whenASendWasNeverAcknowledged() {
        send(2);
        ackAndShow(0);
        ledger.failed();

        assertThat(ledger.counts()).isEqualTo(new Counts(2, 1, 1, 1, 0, 0, 0));
        assertThat(ledger.counts().isClean()).isFalse();
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void countsWhatIsShownAgain() {
        send(2);
        ackAndShow(0, 1);
        ledger.shown(0);
        ledger.shown(1);

        assertThat(ledger.counts()).isEqualTo(new Counts(2, 2, 0, 2, 0, 2, 0));
        assertThat(ledger.counts().isClean()).isFalse();
    }

    @Test
    void countsWhatIsShownAfterALaterOne() {
        send(4);
        ackAndShow(0, 3, 1, 2);

        assertThat(ledger.counts()).isEqualTo(new Counts(4, 4, 0, 4, 0, 0, 2));
        assertThat(ledger.counts().isClean()).isFalse();
    }

    @Test
    void addsUp() {
        Counts one = new Counts(1, 2, 3, 4, 5, 6, 7);

        assertThat(one.plus(one).plus(Counts.NONE)).isEqualTo(new Counts(2, 4, 6, 8, 10, 12, 14));
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(ledger.next()).isEqualTo(i);
        }
    }

    private void ackAndShow(int... numbers) {
        for (int number : numbers) {
            ledger.acked(number);
            ledger.shown(number);
        }
    }
}
