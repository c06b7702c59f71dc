package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.server.archive.DeadLetters.Kept;
import io.yizhan.server.archive.DeadLetters.Letter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every keeper of dead letters promises. */
public abstract class DeadLettersContract {
    private final String prefix = UUID.randomUUID() + "/";

    protected abstract DeadLetters letters();

    private Letter letter(String name, long seq, String reason) {
        return new Letter(
                prefix + name, seq == 0 ? "" : "g:somewhere", seq, reason, reason.getBytes(StandardCharsets.UTF_8));
    }

    /** Of this test, since a database holds those of others too. */
    private List<Kept> waiting() {
        return letters().waiting(0, 100_000).stream()
                .filter(kept -> kept.letter().origin().startsWith(prefix))
                .toList();
    }

    @Test
    void keepsALetterOnce_asItCameFirst() {
        Letter first = letter("one", 7, "too long 🙂");
        letters().keep(first);
        letters().keep(letter("one", 8, "again"));

        assertThat(waiting()).singleElement().satisfies(kept -> {
            assertThat(kept.letter()).isEqualTo(first);
            assertThat(kept.settled()).isFalse();
            assertThat(kept.since())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        });
    }

    @Test
    void keepsALetterWithoutAPlace() {
        Letter nowhere = letter("nowhere", 0, "garbage");
        letters().keep(nowhere);

        assertThat(waiting()).extracting(Kept::letter).containsExactly(nowhere);
        assertThat(waiting().get(0).letter().hasPlace()).isFalse();
    }

    @Test
    void listsInPages_whatWaits() {
        for (int i = 0; i < 5; i++) {
            letters().keep(letter("n" + i, i, "reason " + i));
        }
        List<Kept> all = waiting();
        assertThat(all)
                .extracting(kept -> kept.letter().reason())
                .containsExactly("reason 0", "reason 1", "reason 2", "reason 3", "reason 4");

        assertThat(letters().waiting(all.get(1).id(), 2)).isEqualTo(all.subList(2, 4));
    }

    @Test
    void waitsNoMore_whenSettled_andStaysSettledWhenItComesAgain() {
        Letter letter = letter("one", 7, "reason");
        letters().keep(letter);
        long id = waiting().get(0).id();

        letters().settle(id);
        letters().settle(id);
        letters().keep(letter);

        assertThat(waiting()).isEmpty();
        assertThat(letters().find(id)).hasValueSatisfying(kept -> {
            assertThat(kept.settled()).isTrue();
            assertThat(kept.letter()).isEqualTo(letter);
        });
        assertThat(letters().find(Long.MAX_VALUE)).isEmpty();
    }
}
