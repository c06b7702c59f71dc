package io.yizhan.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoundAsTheyAreTest {
    private static final Set<String> NOBODY = Set.of();
    private static final Set<String> ANN = Set.of(Story.ANN);

    private final Story story = new Story();

    @Test
    void allowsAWhile_afterEachChange() {
        comes().looks(15, NOBODY).looks(20, ANN).goes().looks(15, ANN).looks(20, NOBODY);

        assertThat(story.verdict().breaches()).isEmpty();
    }

    @Test
    void tellsOnce_ofAGhost() {
        comes().looks(5, ANN).goes().looks(30, ANN);

        assertThat(story.verdict().breaches()).extracting(Breach::kind).containsExactly(Kind.GHOST);
    }

    @Test
    void tellsOfEach_whoIsHidden_andOfEveryTime() {
        comes().looks(17, NOBODY).looks(1, ANN).looks(17, NOBODY);

        assertThat(story.verdict().breaches()).extracting(Breach::kind).containsExactly(Kind.HIDDEN, Kind.HIDDEN);
    }

    @Test
    void doesNotAddUp_whatWasRightInBetween() {
        comes().looks(10, NOBODY).looks(1, ANN).looks(10, NOBODY).goes().comes().looks(10, NOBODY);

        assertThat(story.verdict().breaches()).isEmpty();
    }

    @Test
    void saysNothing_ofThoseWhoNeverCame() {
        looks(30, Set.of("somebody/phone"));

        assertThat(story.verdict().breaches()).isEmpty();
    }

    private FoundAsTheyAreTest comes() {
        story.add(at -> new Event.Online(at, Story.ANN));
        return this;
    }

    private FoundAsTheyAreTest goes() {
        story.add(at -> new Event.Offline(at, Story.ANN, "went"));
        return this;
    }

    /** So many times, a second from one to the next. */
    private FoundAsTheyAreTest looks(int times, Set<String> found) {
        for (int i = 0; i < times; i++) {
            story.add(at -> new Event.Looked(at, found));
        }
        return this;
    }
}
