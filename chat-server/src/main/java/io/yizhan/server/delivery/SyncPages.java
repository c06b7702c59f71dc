package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Lists the conversations of a user that have moved, a page at a time. Never blocks. */
final class SyncPages {
    static final int PAGE = 200;
    static final int MOST_HAVE = 10_000;

    private final ConversationIndex index;
    private final Heads heads;
    private final ToldHeads told;
    private final DeliveryClock clock;

    SyncPages(ConversationIndex index, Heads heads, ToldHeads told, DeliveryClock clock) {
        this.index = index;
        this.heads = heads;
        this.told = told;
        this.clock = clock;
    }

    /** @throws RequestRefused for arguments that the protocol refuses */
    CompletionStage<SyncResponse> page(UserId user, DeviceId device, SyncRequest request) {
        PageToken from = request.getPageToken().isEmpty()
                ? PageToken.start(clock.epochMs())
                : PageToken.parse(request.getPageToken());
        return page(new Reader(user, device, have(request)), from);
    }

    /**
     * What the device has, by conversation; of two positions in one the higher.
     *
     * @throws RequestRefused for more than the protocol allows
     */
    static Map<String, Long> have(SyncRequest request) {
        if (request.getHaveCount() > MOST_HAVE) {
            throw new RequestRefused(ErrorCode.INVALID_ARGUMENT, "At most 10,000 positions: " + request.getHaveCount());
        }
        return request.getHaveList().stream()
                .collect(Collectors.toMap(
                        Position::getConversationId,
                        Position::getSeq,
                        (one, other) -> Long.compareUnsigned(one, other) >= 0 ? one : other));
    }

    /** Whether a conversation reaches beyond what the device has. */
    static boolean hasMoved(Head head, Map<String, Long> have) {
        return Long.compareUnsigned(head.getHeadSeq(), have.getOrDefault(head.getConversationId(), 0L)) > 0;
    }

    /** A page with something in it, or the end. */
    private CompletionStage<SyncResponse> page(Reader reader, PageToken from) {
        return index.list(reader.user(), from.sinceMs(), from.offset(), PAGE).thenCompose(entries -> {
            Optional<PageToken> next =
                    entries.size() == PAGE ? Optional.of(from.further(PAGE)) : from.nextPass(clock.epochMs());
            return heads.highest(
                            reader.user(),
                            entries.stream().map(Activity::conversation).toList())
                    .thenApply(all -> all.stream()
                            .filter(head -> isNews(reader, head, from))
                            .toList())
                    .thenCompose(news -> news.isEmpty() && next.isPresent()
                            ? page(reader, next.get())
                            : CompletableFuture.completedStage(tell(reader, news, from, next)));
        });
    }

    private boolean isNews(Reader reader, Head head, PageToken from) {
        return (hasMoved(head, reader.have()) || told.isPeerNews(reader.user(), reader.device(), head))
                && (from.isFirstPass() || !told.wasTold(reader.user(), reader.device(), head, from.syncMs()));
    }

    private SyncResponse tell(Reader reader, List<Head> news, PageToken from, Optional<PageToken> next) {
        news.forEach(head -> told.tell(reader.user(), reader.device(), head, from.syncMs()));
        return SyncResponse.newBuilder()
                .addAllHeads(news)
                .setNextPageToken(next.map(PageToken::encoded).orElse(""))
                .build();
    }

    private record Reader(UserId user, DeviceId device, Map<String, Long> have) {}
}
