package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.client.store.MemoryLocalStore;
import io.yizhan.client.sync.InboxEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is shown, and what is written down of it. */
class PresenterTest {
    private static final String CLUB = "g:club";

    private final MemoryLocalStore store = new MemoryLocalStore();
    private final List<Long> shown = new ArrayList<>();
    private final Presenter presenter = new Presenter(this::show, store);
    private long stopsAfter = Long.MAX_VALUE;

    private void show(Message message) {
        shown.add(message.getSeq());
        if (message.getSeq() == stopsAfter) {
            presenter.stop();
        }
    }

    private static List<InboxEvent> messages(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .<InboxEvent>mapToObj(seq -> new InboxEvent.Deliver(Message.newBuilder()
                        .setConversationId(CLUB)
                        .setSeq(seq)
                        .setMessageId(seq)
                        .build()))
                .toList();
    }

    private long position() {
        return Objects.requireNonNull(store.state().progress().get(CLUB)).position();
    }

    @Test
    void writesEachDownOnceItIsShown_andWhatHoldsNothingBehindThem() {
        assertThat(presenter.show(CLUB, messages(4, 6), 8)).isTrue();
        assertThat(position()).isEqualTo(8);
        assertThat(presenter.show(CLUB, List.of(), 9)).isTrue();
        presenter.listed();

        assertThat(shown).containsExactly(4L, 5L, 6L);
        assertThat(position()).isEqualTo(9);
        assertThat(store.state().listed()).isTrue();
    }

    @Test
    void passesNothing_onceItWasStoppedBeforeAllWasShown() {
        stopsAfter = 5;
        assertThat(presenter.show(CLUB, messages(4, 9), 9)).isFalse();
        // what came meanwhile: own sends, which need not be shown; more messages; the end of the list
        assertThat(presenter.show(CLUB, List.of(), 12)).isFalse();
        assertThat(presenter.show(CLUB, messages(13, 13), 13)).isFalse();
        presenter.listed();

        assertThat(shown).containsExactly(4L, 5L);
        assertThat(position()).isEqualTo(5);
        assertThat(store.state().listed()).isFalse();
    }
}
