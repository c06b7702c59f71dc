package io.yizhan.server.transport.book;

import book.v1.ProtoMsg;
import chat.v2.DeliveryAck;
import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.Position;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import io.netty.channel.ChannelHandlerContext;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.transport.book.BookAcks.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Gives a client of the book every message once on this connection, in order, as a client of version 2 would show them:
 * pushes that continue at once, the rest pulled, one page at a time and only while the client reads. Groups are not
 * shown to it. Owned by the channel's event loop.
 */
final class BookInbox {
    private static final int PAGE = 100;
    private static final int MOST_POSITIONS = 1_000;
    private static final long GAP_MS = 500;
    private static final long RETRY_MS = 1_000;

    private final ChannelHandlerContext ctx;
    private final BookExchange exchange;
    private final BookSession session;
    private final BookAcks acks;
    private final BookStart start;
    private final Map<String, BookConversation> conversations = new HashMap<>();
    private final Set<BookConversation> toPull = new LinkedHashSet<>();
    private boolean pulling;

    BookInbox(ChannelHandlerContext ctx, BookExchange exchange, BookSession session, BookStart start) {
        this.ctx = ctx;
        this.exchange = exchange;
        this.session = session;
        this.start = start;
        this.acks = new BookAcks(ctx, this::acknowledge);
    }

    /** Begins to give what waits; until it is known what that is, what is pushed waits too. */
    void begin() {
        start.find(heads -> {
            heads.forEach(head -> wanted(conversation(head.getConversationId()), head.getHeadSeq()));
            pullNext();
        });
    }

    void frameCame() {
        acks.frameCame();
    }

    void stop() {
        acks.stop();
        toPull.clear();
    }

    void pushed(Message message) {
        if (!isDirect(message.getConversationId())) {
            passOver(message);
        } else if (start.isFound()) {
            BookConversation conversation = conversation(message.getConversationId());
            conversation.offer(message);
            continueWith(conversation);
        } else {
            start.saw(message.getConversationId(), message.getSeq());
        }
    }

    /** The client's own message was stored there, so nobody pushes it to this connection. */
    void sent(String conversation, long seq) {
        pushed(Message.newBuilder()
                .setConversationId(conversation)
                .setSeq(seq)
                .setFromUserId(session.user().value())
                .setFromDeviceId(session.device().value())
                .build());
    }

    void named(Head head) {
        if (!isDirect(head.getConversationId())) {
            return;
        }
        if (start.isFound()) {
            wanted(conversation(head.getConversationId()), head.getHeadSeq());
            pullNext();
        } else {
            start.saw(head.getConversationId(), head.getHeadSeq());
        }
    }

    /** The client reads again. */
    void writable() {
        pullNext();
    }

    private static boolean isDirect(String conversation) {
        return ConversationId.parse(conversation)
                .filter(ConversationId::isDirect)
                .isPresent();
    }

    private BookConversation conversation(String id) {
        return conversations.computeIfAbsent(id, unknown -> new BookConversation(unknown, start.of(unknown)));
    }

    private void passOver(Message message) {
        BookConversation group = conversations.computeIfAbsent(
                message.getConversationId(), id -> new BookConversation(id, message.getSeq() - 1));
        group.reach(message.getSeq());
        group.opened();
        acks.add(group, message.getSeq(), ctx.newSucceededFuture());
    }

    /** Writes what continues; what is missing before the rest is waited for a moment, then pulled. */
    private void continueWith(BookConversation conversation) {
        Optional<Message> next = conversation.takeNext();
        while (next.isPresent()) {
            give(conversation, next.get());
            next = conversation.takeNext();
        }
        if (conversation.timeGap()) {
            later(GAP_MS, () -> {
                conversation.gapTimeIsOver();
                wanted(conversation, conversation.reached());
                pullNext();
            });
        }
    }

    private void give(BookConversation conversation, Message message) {
        conversation.reach(message.getSeq());
        conversation.opened();
        acks.add(
                conversation,
                message.getSeq(),
                session.isFor(message) ? ctx.write(session.chat(message)) : ctx.newSucceededFuture());
    }

    private void wanted(BookConversation conversation, long seq) {
        conversation.name(seq);
        if (conversation.isBehind() && conversation.room() > 0) {
            toPull.add(conversation);
        }
    }

    private void pullNext() {
        var first = toPull.iterator();
        if (pulling || !first.hasNext() || !ctx.channel().isWritable()) {
            return;
        }
        BookConversation conversation = first.next();
        first.remove();
        pulling = true;
        exchange.ask(
                Frame.newBuilder()
                        .setPullRequest(PullRequest.newBuilder()
                                .setConversationId(conversation.id())
                                .setFromSeq(conversation.reached() + 1)
                                .setLimit(Math.min(PAGE, conversation.room()))),
                answer -> pulled(conversation, answer));
    }

    private Optional<ProtoMsg.Message> pulled(BookConversation conversation, Frame answer) {
        pulling = false;
        if (answer.hasPullResponse()) {
            take(conversation, answer.getPullResponse());
        } else if (BookStart.isFinal(answer.getError().getCode())) {
            conversation.giveUp();
        } else {
            again(conversation, RETRY_MS);
        }
        ctx.executor().execute(this::pullNext);
        return Optional.empty();
    }

    private void take(BookConversation conversation, PullResponse page) {
        long before = conversation.reached();
        for (Message message : page.getMessagesList()) {
            boolean continues = message.getSeq() <= page.getCompleteToSeq();
            if (message.getSeq() > conversation.reached() && continues) {
                give(conversation, message);
            } else {
                conversation.offer(message);
            }
        }
        conversation.reach(page.getCompleteToSeq());
        continueWith(conversation);
        conversation.name(page.getHeadSeq());
        if (page.getRetryAfterMs() == 0 && conversation.reached() > before) {
            wanted(conversation, page.getHeadSeq());
        } else if (conversation.isBehind()) {
            again(conversation, page.getRetryAfterMs() == 0 ? RETRY_MS : page.getRetryAfterMs());
        }
    }

    private void again(BookConversation conversation, long afterMs) {
        later(afterMs, () -> {
            wanted(conversation, conversation.reached());
            pullNext();
        });
    }

    private void later(long afterMs, Runnable task) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (!ctx.isRemoved() && ctx.channel().isActive()) {
                                task.run();
                                ctx.flush();
                            }
                        },
                        afterMs,
                        TimeUnit.MILLISECONDS);
    }

    /** A position in a group goes alone: where the user is no member any more, it must not refuse the others. */
    private void acknowledge(List<Written> written) {
        Map<String, Long> reached = new LinkedHashMap<>();
        for (Written each : written) {
            each.conversation().acknowledged(1);
            reached.merge(each.conversation().id(), each.seq(), Math::max);
        }
        List<Position> direct = new ArrayList<>();
        reached.forEach((id, seq) -> {
            Position position =
                    Position.newBuilder().setConversationId(id).setSeq(seq).build();
            if (isDirect(id)) {
                direct.add(position);
            } else {
                tell(List.of(position));
            }
        });
        for (int from = 0; from < direct.size(); from += MOST_POSITIONS) {
            tell(direct.subList(from, Math.min(direct.size(), from + MOST_POSITIONS)));
        }
        written.forEach(each -> wanted(each.conversation(), each.seq()));
        pullNext();
    }

    private void tell(List<Position> positions) {
        exchange.tell(Frame.newBuilder().setDeliveryAck(DeliveryAck.newBuilder().addAllPositions(positions)));
    }
}
