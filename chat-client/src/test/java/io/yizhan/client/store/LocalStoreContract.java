package io.yizhan.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.SendRequest;
import io.yizhan.client.store.Progress.Shown;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every local store promises. */
abstract class LocalStoreContract {
    private LocalStore store;

    /** The store, which is made when it is missing. */
    protected abstract LocalStore open();

    /** The store as the next client finds it. */
    protected abstract LocalStore restarted(LocalStore before);

    @BeforeEach
    void begin() {
        store = open();
    }

    @AfterEach
    void end() {
        store.close();
    }

    private LocalState afterRestart() {
        store = restarted(store);
        return store.state();
    }

    private static SendRequest send(long id) {
        return SendRequest.newBuilder().setClientMsgId(id).build();
    }

    @Test
    void remembersNothing_atFirst() {
        assertThat(store.state()).isEqualTo(LocalState.EMPTY);
        assertThat(afterRestart()).isEqualTo(LocalState.EMPTY);
    }

    @Test
    void remembersHowFarEachConversationWasShown() {
        store.progress(Progress.to("d:a:b", 7));
        store.progress(Progress.to("d:a:c", 1L << 40));
        store.progress(new Progress("d:a:b", 8, List.of(new Shown(-1, 8))));

        assertThat(afterRestart().progress())
                .containsOnlyKeys("d:a:b", "d:a:c")
                .containsEntry("d:a:b", new Progress("d:a:b", 8, List.of(new Shown(-1, 8))))
                .containsEntry("d:a:c", Progress.to("d:a:c", 1L << 40));
    }

    @Test
    void goesBack_whenAClusterBeganAnew() {
        store.progress(Progress.to("d:a:b", 57));
        store.progress(Progress.to("d:a:b", 1));

        assertThat(afterRestart().progress()).containsEntry("d:a:b", Progress.to("d:a:b", 1));
    }

    @Test
    void remembersMessagesUnderTheirLastNumber_theNewestOnly() {
        LongStream.rangeClosed(1, Progress.REMEMBERED)
                .forEach(n -> store.progress(new Progress("d:a:b", n, List.of(new Shown(100 + n, n)))));
        store.progress(new Progress("d:a:b", 900, List.of(new Shown(101, 900))));
        store.progress(new Progress("d:a:b", 901, List.of(new Shown(9_999, 901))));

        List<Shown> shown = afterRestart().progress().get("d:a:b").shown();
        assertThat(shown).hasSize(Progress.REMEMBERED);
        assertThat(shown).startsWith(new Shown(103, 3)).endsWith(new Shown(101, 900), new Shown(9_999, 901));
    }

    @Test
    void keepsSends_untilTheyAreSettled() {
        store.outgoing(send(12));
        store.outgoing(send(11));
        store.outgoing(send(13));
        store.settled(12);
        store.settled(99);

        assertThat(afterRestart().outgoing()).containsExactly(send(11), send(13));
    }

    @Test
    void remembersTheReservedIds_andThatAllConversationsWereKnown() {
        store.reserveMessageIds(1_000);
        store.reserveMessageIds(2_000);
        assertThat(store.state().listed()).isFalse();
        store.listed();

        LocalState state = afterRestart();
        assertThat(state.reservedMessageIds()).isEqualTo(2_000);
        assertThat(state.listed()).isTrue();
    }
}
