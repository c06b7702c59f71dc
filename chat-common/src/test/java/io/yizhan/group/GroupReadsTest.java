package io.yizhan.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.group.GroupReads.Reached;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupReadsTest {
    private static final List<Reached> CLUB =
            List.of(new Reached("ann", 9, 9), new Reached("bob", 9, 7), new Reached("carol", 6, 0));

    @Test
    void countsWhoHasComeToTheNumber() {
        assertThat(GroupReads.named(OptionalLong.of(7), CLUB)).isEqualTo(new GroupReads(7L, 3, 2, 2, CLUB));
        assertThat(GroupReads.named(OptionalLong.of(8), CLUB)).isEqualTo(new GroupReads(8L, 3, 2, 1, CLUB));
    }

    @Test
    void countsNothing_withoutANumber() {
        assertThat(GroupReads.named(OptionalLong.empty(), CLUB)).isEqualTo(new GroupReads(null, 3, null, null, CLUB));
    }

    @Test
    void namesNobody_whereTheyAreTooMany() {
        assertThat(GroupReads.counted(7, 900, 800, 700)).isEqualTo(new GroupReads(7L, 900, 800, 700, null));
        assertThat(GroupReads.counted(900)).isEqualTo(new GroupReads(null, 900, null, null, null));
    }

    @Test
    void takesANumber_orNone() {
        assertThat(GroupForms.seq("4294967297")).hasValue(4_294_967_297L);
        assertThat(GroupForms.seq(null)).isEmpty();
        assertThat(GroupForms.seq("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "12345678901234567", "1.5"})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> GroupForms.seq(text)).hasMessage("seq must be the number of a message");
    }
}
