package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.server.cluster.IncomingStream.Step;
import io.yizhan.server.mesh.StreamPosition;
import org.junit.jupiter.api.Test;

class IncomingStreamTest {
    private final IncomingStream stream = new IncomingStream();

    @Test
    void takesEachOnce_inOrder() {
        assertThat(stream.batch(at(5, 1))).isEqualTo(Step.TAKE);
        assertThat(stream.batch(at(5, 2))).isEqualTo(Step.TAKE);
        assertThat(stream.batch(at(5, 2))).isEqualTo(Step.IGNORE);
        assertThat(stream.batch(at(5, 1))).isEqualTo(Step.IGNORE);
        assertThat(stream.position()).isEqualTo(at(5, 2));
    }

    @Test
    void asksOnce_whenOneIsMissing_andTakesNothingBeforeTheStreamBeginsAgain() {
        stream.batch(at(5, 1));

        assertThat(stream.batch(at(5, 3))).isEqualTo(Step.ASK_AGAIN);
        assertThat(stream.batch(at(5, 4))).isEqualTo(Step.IGNORE);
        assertThat(stream.position()).isEqualTo(at(5, 1));

        assertThat(stream.batch(at(6, 1))).isEqualTo(Step.TAKE);
        assertThat(stream.batch(at(5, 2))).as("of the former stream").isEqualTo(Step.IGNORE);
        assertThat(stream.batch(at(6, 3))).as("once for each stream").isEqualTo(Step.ASK_AGAIN);
    }

    @Test
    void noticesThatTheLastOnesAreMissing_asOftenAsItIsTold() {
        stream.batch(at(5, 1));

        assertThat(stream.endedAt(at(5, 1))).isEqualTo(Step.TAKE);
        assertThat(stream.endedAt(at(5, 3))).isEqualTo(Step.ASK_AGAIN);
        assertThat(stream.endedAt(at(5, 3))).isEqualTo(Step.ASK_AGAIN);
        assertThat(stream.endedAt(at(5, 0))).as("overtaken").isEqualTo(Step.IGNORE);
        assertThat(stream.endedAt(at(4, 9))).as("of a former stream").isEqualTo(Step.IGNORE);
    }

    @Test
    void asks_whenItMissedTheBeginning() {
        assertThat(stream.endedAt(at(7, 2))).isEqualTo(Step.ASK_AGAIN);
        assertThat(stream.position()).isEqualTo(at(7, 0));
        assertThat(stream.batch(at(7, 3))).isEqualTo(Step.ASK_AGAIN);
        assertThat(stream.endedAt(at(8, 0))).isEqualTo(Step.TAKE);
    }

    private static StreamPosition at(long stream, long number) {
        return StreamPosition.newBuilder().setStream(stream).setNumber(number).build();
    }
}
