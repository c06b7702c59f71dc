package io.yizhan.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import chat.v2.Receipt;
import io.yizhan.identity.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerPositionsTest {
    private final List<Receipt> told = new ArrayList<>();
    private final PeerPositions positions = new PeerPositions(new UserId("alice"), told::add);

    @Test
    void countsAMessageOfTheOtherSide_asItsReceiptForAllBefore() {
        positions.message(message("bob", 7));

        assertThat(told).singleElement().satisfies(receipt -> {
            assertThat(receipt.getUserId()).isEqualTo("bob");
            assertThat(receipt.getDeliveredSeq()).isEqualTo(7);
            assertThat(receipt.getReadSeq()).isEqualTo(7);
        });
    }

    @Test
    void saysNothing_ofOnesOwnMessages_andOfWhatIsNoNews() {
        positions.message(message("alice", 9));
        positions.message(message("bob", 7));
        positions.message(message("bob", 5));
        positions.receipt(Receipt.newBuilder()
                .setConversationId("d:alice:bob")
                .setUserId("bob")
                .setDeliveredSeq(6)
                .build());

        assertThat(told).hasSize(1);
    }

    private static Message message(String from, long seq) {
        return Message.newBuilder()
                .setConversationId("d:alice:bob")
                .setFromUserId(from)
                .setSeq(seq)
                .build();
    }
}
