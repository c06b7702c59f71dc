package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReorderingTest {
    private final Reordering reordering = new Reordering();
    private long now = 1;

    private void come(long... seqs) {
        for (long seq : seqs) {
            reordering.add(Message.newBuilder().setSeq(seq).setMessageId(seq).build());
        }
    }

    private List<Long> take() {
        return take(100, 1_000_000);
    }

    private List<Long> take(int most, int mostBytes) {
        return reordering.take(most, mostBytes, now).stream()
                .map(Message::getSeq)
                .toList();
    }

    @Test
    void takesWhatWaitsInTheOrderOfTheNumbers() {
        come(7, 9, 8);
        assertThat(take()).containsExactly(7L, 8L, 9L);
        assertThat(reordering.isEmpty()).isTrue();
    }

    @Test
    void waitsAMoment_forANumberThatLacks() {
        come(7);
        take();
        come(9, 10);
        assertThat(take()).isEmpty();
        assertThat(reordering.patientUntil()).isEqualTo(now + Reordering.PATIENCE);
        assertThat(reordering.lacks(9)).isFalse();
        assertThat(reordering.lacks(8)).isTrue();

        come(8);
        assertThat(take()).containsExactly(8L, 9L, 10L);
        assertThat(reordering.lacks(8)).as("nothing waits").isFalse();
    }

    @Test
    void goesOnWithoutANumberThatDoesNotCome_andWaitsForEachOnce() {
        come(7);
        take();
        come(9, 11);
        assertThat(take()).isEmpty();
        now += Reordering.PATIENCE;
        assertThat(take()).containsExactly(9L);
        assertThat(take()).as("10 lacks as well").isEmpty();
        now += Reordering.PATIENCE;
        assertThat(take()).containsExactly(11L);
    }

    @Test
    void givesWhatComesTooLateAtOnce() {
        come(7);
        take();
        come(5);
        assertThat(take()).containsExactly(5L);
    }

    @Test
    void waitsForNothingThatWasToldByTheHead() {
        come(7);
        take();
        reordering.skipTo(20);
        come(21);
        assertThat(take()).containsExactly(21L);
    }

    @Test
    void takesNoMoreThanAsked_andOneAtLeast() {
        come(1, 2, 3);
        assertThat(take(2, 1_000_000)).containsExactly(1L, 2L);
        assertThat(take(2, 1)).containsExactly(3L);
    }

    @Test
    void countsWhatCameTwiceOnce() {
        come(1);
        assertThat(reordering.add(Message.newBuilder().setSeq(1).build())).isFalse();
        assertThat(reordering.size()).isOne();
    }
}
