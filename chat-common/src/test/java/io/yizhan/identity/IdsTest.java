package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void takesTheCharactersOfTheProtocol_andNoOther() {
        String taken = IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
                .mapToObj(c -> Character.toString((char) c))
                .filter(Ids::isValid)
                .collect(Collectors.joining());
        assertThat(taken).isEqualTo("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
    }

    @Test
    void takesOneToSixtyFour() {
        assertThat(Ids.isValid("")).isFalse();
        assertThat(Ids.isValid("a".repeat(64))).isTrue();
        assertThat(Ids.isValid("a".repeat(65))).isFalse();
    }

    @Test
    void looksAtEachPlace() {
        assertThat(Ids.isValid("ab\n")).isFalse();
        assertThat(Ids.isValid(":ab")).isFalse();
        assertThat(Ids.isValid("a b")).isFalse();
    }

    @Test
    void namesARefusedIdInOneShortLine() {
        assertThatThrownBy(() -> Ids.check("user id", "a\r\n" + "b".repeat(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user id")
                .hasMessageEndingWith("a??" + "b".repeat(61) + "…");
    }
}
