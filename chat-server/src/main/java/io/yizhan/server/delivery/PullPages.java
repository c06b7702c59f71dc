package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.PageEnd;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads pages of a conversation. The head is read before the store, so what the store shows as complete is never
 * compared with an older head than it may be. Never blocks.
 */
final class PullPages {
    static final int DEFAULT_LIMIT = 100;
    static final int MOST = 1_000;
    /** Of encoded messages: with what the page adds around them, a frame stays below 1 MiB. */
    static final int MOST_BYTES = 960 * 1024;

    private final ConversationHeads heads;
    private final MessageStore store;
    private final TailCloser tail;
    private final GroupPullPages groupPages;

    PullPages(ConversationHeads heads, MessageStore store, TailCloser tail, GroupViews views) {
        this.heads = heads;
        this.store = store;
        this.tail = tail;
        this.groupPages = new GroupPullPages(heads, store, tail, views);
    }

    /** @throws RequestRefused for arguments that the protocol refuses */
    CompletionStage<PullResponse> page(UserId user, PullRequest request) {
        Range range = range(user, request);
        ConversationId conversation = range.conversation();
        Optional<GroupId> group = conversation.group();
        if (group.isPresent()) {
            return groupPages.page(user, group.get(), range);
        }
        return heads.known(List.of(conversation)).thenCompose(known -> {
            long head = known.getOrDefault(conversation, 0L);
            return store.read(range).thenApply(slice -> {
                tail.saw(conversation, head, slice.completeTo());
                return response(range, slice, head);
            });
        });
    }

    private static Range range(UserId user, PullRequest request) {
        ConversationId conversation = ConversationId.parse(request.getConversationId())
                .orElseThrow(() -> new RequestRefused(ErrorCode.INVALID_ARGUMENT, "Not a conversation id"));
        if (conversation.isDirect() && !conversation.isDirectOf(user)) {
            throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a conversation of yours: " + conversation);
        }
        if (Integer.compareUnsigned(request.getLimit(), MOST) > 0) {
            throw new RequestRefused(
                    ErrorCode.INVALID_ARGUMENT,
                    "At most 1,000 messages a page: " + Integer.toUnsignedString(request.getLimit()));
        }
        long from = Math.max(1, number(request.getFromSeq()));
        long to = request.getToSeq() == 0 ? Long.MAX_VALUE : number(request.getToSeq());
        if (to < from) {
            throw new RequestRefused(ErrorCode.INVALID_ARGUMENT, "to_seq is below from_seq: " + to + " < " + from);
        }
        int limit = request.getLimit() == 0 ? DEFAULT_LIMIT : request.getLimit();
        return new Range(conversation, from, to, limit, MOST_BYTES, request.getBackwards());
    }

    /** Unsigned on the wire; no number is above 2^53. */
    private static long number(long wire) {
        return wire < 0 ? Long.MAX_VALUE : wire;
    }

    static PullResponse response(Range range, Slice slice, long knownHead) {
        List<Message> messages = slice.messages();
        long highest = messages.stream().mapToLong(Message::getSeq).max().orElse(0);
        return new PageEnd(range.toSeq(), range.backwards())
                .of(highest, slice.more(), slice.completeTo(), knownHead).toBuilder()
                        .addAllMessages(messages)
                        .build();
    }
}
