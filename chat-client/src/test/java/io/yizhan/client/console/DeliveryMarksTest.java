package io.yizhan.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Receipt;
import org.junit.jupiter.api.Test;

class DeliveryMarksTest {
    private static final String ID = "d:alice:bob";

    private final DeliveryMarks marks = new DeliveryMarks();

    @Test
    void marksTheLastOfOurs_thatTheOtherSideHas() {
        assertThat(marks.sent(ID, "bob", 1)).isEmpty();
        assertThat(marks.sent(ID, "bob", 2)).isEmpty();
        assertThat(marks.sent(ID, "bob", 5)).isEmpty();
        assertThat(marks.received(receipt(3))).contains(new ConsoleEvent.Delivered(ID, "bob", 2));
        assertThat(marks.received(receipt(4))).isEmpty();
        assertThat(marks.received(receipt(5))).contains(new ConsoleEvent.Delivered(ID, "bob", 5));
    }

    @Test
    void marksAtOnce_whenTheReceiptWasFaster() {
        assertThat(marks.received(receipt(7))).isEmpty();
        assertThat(marks.sent(ID, "bob", 7)).contains(new ConsoleEvent.Delivered(ID, "bob", 7));
    }

    private static Receipt receipt(long delivered) {
        return Receipt.newBuilder()
                .setConversationId(ID)
                .setUserId("bob")
                .setDeliveredSeq(delivered)
                .build();
    }
}
