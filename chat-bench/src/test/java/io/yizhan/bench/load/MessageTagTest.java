package io.yizhan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageTagTest {
    @Test
    void comesBackOutOfItsText() {
        MessageTag tag = new MessageTag("run1", 63, 1_234_567, -5);

        assertThat(MessageTag.parse(tag.text(128))).contains(tag);
    }

    @Test
    void fillsTheTextUp() {
        assertThat(new MessageTag("run1", 0, 0, 1).text(128).getBytes(StandardCharsets.UTF_8))
                .hasSize(128);
    }

    @Test
    void isWhole_whenTheTextIsShorter() {
        MessageTag longest = new MessageTag("run123456789", Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE);

        assertThat(MessageTag.parse(longest.text(1))).contains(longest);
    }

    @Test
    void leavesOthersTextsAlone() {
        assertThat(MessageTag.parse("")).isEmpty();
        assertThat(MessageTag.parse("hello; how are you")).isEmpty();
        assertThat(MessageTag.parse("run1 1 x 3;")).isEmpty();
        assertThat(MessageTag.parse("run1 1 2 3")).isEmpty();
    }
}
