package io.yizhan.gate.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.Message;
import chat.v2.PullResponse;
import io.yizhan.group.VisibleNumbers.Stretch;
import io.yizhan.identity.ConversationId;
import io.yizhan.protocol.PageEnd;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How much of an answer is in memory at once. */
class HistoryReadingTest {
    private static final long LAST = 20_000;

    private long taken;
    private long read;
    private long mostAtHand;

    /** Rows 1 to LAST, read forwards. */
    private List<byte[]> rows(long from, long to, int limit) {
        assertThat(taken).as("read before what was there was taken").isEqualTo(read);
        List<byte[]> rows = LongStream.rangeClosed(from, Math.min(Math.min(to, LAST), from + limit - 1))
                .mapToObj(seq -> Message.newBuilder()
                        .setSeq(seq)
                        .setContent(Content.newBuilder().setText("x"))
                        .build()
                        .toByteArray())
                .toList();
        read += rows.size();
        mostAtHand = Math.max(mostAtHand, rows.size());
        return rows;
    }

    @Test
    void keepsAPageAtMost_howeverMuchIsAsked() throws IOException {
        HistoryMapper mapper = (HistoryMapper) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HistoryMapper.class},
                (proxy, method, arguments) -> rows((Long) arguments[1], (Long) arguments[2], (Integer) arguments[3]));
        HistoryQuery query = HistoryQuery.of("d:a:b", null, null, "10000", null);
        HistoryReading reading = new HistoryReading(
                mapper, query, List.of(new Stretch(1, Long.MAX_VALUE)), new PageEnd(query.to(), false), LAST, LAST);

        PullResponse rest = reading.read(message -> taken++);

        assertThat(query.conversation()).isEqualTo(new ConversationId("d:a:b"));
        assertThat(taken).isEqualTo(10_000);
        assertThat(mostAtHand).isLessThanOrEqualTo(64);
        assertThat(rest.getMore()).isTrue();
        assertThat(rest.getCompleteToSeq()).isEqualTo(10_000);
    }
}
