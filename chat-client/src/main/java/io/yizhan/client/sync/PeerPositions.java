package io.yizhan.client.sync;

import chat.v2.Head;
import chat.v2.Message;
import chat.v2.Receipt;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes on how far others have received and read, whether told by a receipt, a head, or a message of theirs; only what
 * is news.
 */
final class PeerPositions {
    private record Key(String conversationId, String userId) {}

    private final UserId self;
    private final Consumer<Receipt> news;
    private final Map<Key, Receipt> known = new HashMap<>();

    PeerPositions(UserId self, Consumer<Receipt> news) {
        this.self = self;
        this.news = news;
    }

    /** Forgets the conversation, which began anew; in any other case positions do not go back, whatever is told. */
    void forget(String conversationId) {
        known.keySet().removeIf(key -> key.conversationId().equals(conversationId));
    }

    void head(Head head) {
        ConversationId.parse(head.getConversationId())
                .filter(id -> id.isDirectOf(self) && !id.peerOf(self).equals(self))
                .ifPresent(id -> receipt(Receipt.newBuilder()
                        .setConversationId(id.value())
                        .setUserId(id.peerOf(self).value())
                        .setDeliveredSeq(head.getPeerDeliveredSeq())
                        .setReadSeq(head.getPeerReadSeq())
                        .build()));
    }

    /** A send moves its sender's positions to its seq, and no receipt tells of that (protocol, positions). */
    void message(Message message) {
        ConversationId.parse(message.getConversationId())
                .filter(id -> id.isDirectOf(self) && !self.value().equals(message.getFromUserId()))
                .ifPresent(id -> receipt(Receipt.newBuilder()
                        .setConversationId(id.value())
                        .setUserId(message.getFromUserId())
                        .setDeliveredSeq(message.getSeq())
                        .setReadSeq(message.getSeq())
                        .build()));
    }

    void receipt(Receipt receipt) {
        Key key = new Key(receipt.getConversationId(), receipt.getUserId());
        Receipt before = known.getOrDefault(key, Receipt.getDefaultInstance());
        long delivered = Math.max(before.getDeliveredSeq(), Math.max(receipt.getDeliveredSeq(), receipt.getReadSeq()));
        long read = Math.max(before.getReadSeq(), receipt.getReadSeq());
        if (delivered > before.getDeliveredSeq() || read > before.getReadSeq()) {
            Receipt now = receipt.toBuilder()
                    .setDeliveredSeq(delivered)
                    .setReadSeq(read)
                    .build();
            known.put(key, now);
            news.accept(now);
        }
    }
}
