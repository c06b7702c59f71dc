package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.PullResponse;
import io.yizhan.client.sync.HistoryPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paging forwards through what was said. */
class HistoryIT extends ClientFixture {
    private ChatClient client;

    @BeforeEach
    void talk() throws Exception {
        IntStream.rangeClosed(1, 25).forEach(n -> cluster.chat().add("alice", "bob", "phone", "m" + n));
        client = connected(config());
    }

    private static List<Long> numbers(HistoryPage page) {
        return page.messages().stream().map(Message::getSeq).toList();
    }

    private List<Message> stored(long... seqs) {
        List<Message> all = cluster.chat().messages(CONVERSATION);
        return LongStream.of(seqs).mapToObj(seq -> all.get((int) seq - 1)).toList();
    }

    /** What arrives by itself is pulled with other limits. */
    private static boolean isHistory(Frame frame) {
        return frame.hasPullRequest() && frame.getPullRequest().getLimit() == 10;
    }

    private static Frame page(PullResponse.Builder page) {
        return Frame.newBuilder().setPullResponse(page).build();
    }

    @Test
    void pagesFromTheBeginningToTheEnd() throws Exception {
        List<Long> read = new ArrayList<>();
        HistoryPage page;
        do {
            page = get(client.historyAfter(CONVERSATION, read.isEmpty() ? 0 : read.get(read.size() - 1), 10));
            read.addAll(numbers(page));
        } while (page.more());

        assertThat(read).isEqualTo(LongStream.rangeClosed(1, 25).boxed().toList());
        assertThat(get(client.historyAfter(CONVERSATION, 25, 10))).isEqualTo(new HistoryPage(List.of(), false));
        assertThat(numbers(get(client.historyAfter(CONVERSATION, 22, 10)))).containsExactly(23L, 24L, 25L);
    }

    @Test
    void leavesForALaterPage_whatSomethingMayBeMissingBefore() throws Exception {
        cluster.worker(0)
                .script(frame -> isHistory(frame)
                        ? page(PullResponse.newBuilder()
                                .addAllMessages(stored(1, 2, 4))
                                .setCompleteToSeq(2)
                                .setHeadSeq(4)
                                .setRetryAfterMs(1))
                        : null);

        HistoryPage page = get(client.historyAfter(CONVERSATION, 0, 10));

        assertThat(numbers(page)).containsExactly(1L, 2L);
        assertThat(page.more()).isTrue();
    }

    @Test
    void waitsForWhatTheServerIsStillWriting() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        cluster.worker(0)
                .script(frame -> isHistory(frame) && asked.incrementAndGet() == 1
                        ? page(PullResponse.newBuilder().setHeadSeq(25).setRetryAfterMs(1))
                        : null);

        assertThat(numbers(get(client.historyAfter(CONVERSATION, 23, 10)))).containsExactly(24L, 25L);
        assertThat(asked).hasValue(2);
    }
}
