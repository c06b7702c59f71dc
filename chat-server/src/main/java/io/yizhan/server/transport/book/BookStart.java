package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.SyncRequest;
import io.netty.channel.ChannelHandlerContext;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.delivery.CatchUp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what waits for a client that keeps nothing itself: its conversations, each from where this device has
 * acknowledged, or where it never has, from where the user has received on any device. Tries until it is known. Owned
 * by the channel's event loop.
 */
final class BookStart {
    private static final Logger log = LoggerFactory.getLogger(BookStart.class);
    private static final int MOST_HAVE = 10_000;
    private static final long RETRY_MS = 1_000;

    private final ChannelHandlerContext ctx;
    private final BookExchange exchange;
    private final BookSession session;
    private final CatchUp catchUp;
    private final Map<String, Long> reached = new HashMap<>();
    /** What was heard of meanwhile. */
    private final Map<String, Long> seen = new HashMap<>(0);

    private boolean found;

    BookStart(ChannelHandlerContext ctx, BookExchange exchange, BookSession session, CatchUp catchUp) {
        this.ctx = ctx;
        this.exchange = exchange;
        this.session = session;
        this.catchUp = catchUp;
    }

    /** Errors that no further try will change. */
    static boolean isFinal(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT, NOT_A_MEMBER, NO_SUCH_GROUP -> true;
            default -> false;
        };
    }

    boolean isFound() {
        return found;
    }

    /** Up to where the client has everything in a conversation that nobody has looked at yet on this connection. */
    long of(String conversation) {
        return reached.getOrDefault(conversation, 0L);
    }

    /** Something is known to stand there, before everything is found. */
    void saw(String conversation, long seq) {
        seen.merge(conversation, seq, Math::max);
    }

    /** @param then takes the heads of what may wait, least recently active first */
    void find(Consumer<List<Head>> then) {
        catchUp.cursors(session.user(), session.device())
                .whenCompleteAsync(
                        (cursors, failure) -> {
                            if (failure != null) {
                                log.debug("The cursors cannot be read, trying on: {}", session.id(), failure);
                                again(then);
                            } else {
                                cursors.forEach((id, seq) -> reached.put(id.value(), seq));
                                list("", new ArrayList<>(), then);
                            }
                        },
                        ctx.executor());
    }

    private void list(String page, List<Head> heads, Consumer<List<Head>> then) {
        SyncRequest.Builder request = SyncRequest.newBuilder().setPageToken(page);
        reached.entrySet().stream()
                .limit(MOST_HAVE)
                .forEach(entry -> request.addHave(
                        Position.newBuilder().setConversationId(entry.getKey()).setSeq(entry.getValue())));
        exchange.ask(Frame.newBuilder().setSyncRequest(request), answer -> {
            if (answer.hasSyncResponse()) {
                heads.addAll(answer.getSyncResponse().getHeadsList());
                String next = answer.getSyncResponse().getNextPageToken();
                ctx.executor().execute(next.isEmpty() ? () -> finish(heads, then) : () -> list(next, heads, then));
            } else {
                again(then);
            }
            return Optional.<ProtoMsg.Message>empty();
        });
    }

    private void finish(List<Head> heads, Consumer<List<Head>> then) {
        List<Head> direct = new ArrayList<>();
        for (Head head : heads) {
            if (ConversationId.parse(head.getConversationId())
                    .filter(ConversationId::isDirect)
                    .isPresent()) {
                reached.putIfAbsent(head.getConversationId(), head.getDeliveredSeq());
                direct.add(head);
            }
        }
        Collections.reverse(direct);
        seen.forEach((id, seq) -> direct.add(
                Head.newBuilder().setConversationId(id).setHeadSeq(seq).build()));
        seen.clear();
        found = true;
        then.accept(direct);
    }

    private void again(Consumer<List<Head>> then) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (ctx.channel().isActive()) {
                                find(then);
                            }
                        },
                        RETRY_MS,
                        TimeUnit.MILLISECONDS);
    }
}
