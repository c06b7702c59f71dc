package io.yizhan.client.sync;

import chat.v2.Head;
import chat.v2.HeadNotice;
import chat.v2.Message;
import chat.v2.Position;
import chat.v2.Push;
import chat.v2.Receipt;
import chat.v2.SendResponse;
import io.yizhan.client.connection.ConnectionLostException;
import io.yizhan.client.connection.Exchange;
import io.yizhan.client.store.LocalState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the server sends, over any number of connections, to the application: once, in order, acknowledged after
 * it was taken. Belongs to the client's event loop.
 */
public final class Receiver {
    private static final int MAX_ACK_BATCH = 64;
    private static final long SYNC_AGAIN_MS = 5_000;

    private final ScheduledExecutorService loop;
    private final DeliverySink sink;
    private final LongSupplier clock;
    private final InboxTable inboxes;
    private final PeerPositions peers;
    private final PullQueue pulls;
    private final AckSender acks;
    private final DoubtCheck doubts;
    private @Nullable Exchange exchange;

    /**
     * @param device whose messages these are
     * @param state what the device remembers
     * @param clock milliseconds, monotonic
     */
    public Receiver(
            OwnDevice device,
            SyncSettings settings,
            LocalState state,
            ScheduledExecutorService loop,
            LongSupplier clock,
            DeliverySink sink) {
        this.loop = loop;
        this.sink = sink;
        this.clock = clock;
        this.inboxes = new InboxTable(device, settings, state);
        this.peers = new PeerPositions(device.user(), sink::receipt);
        this.pulls = new PullQueue(loop, clock, this::changed, sink::failed);
        this.acks = new AckSender(loop, settings, inboxes::isCurrent);
        this.doubts = new DoubtCheck(loop, this::beganAnew);
    }

    /**
     * A login succeeded.
     *
     * @param maxUnacked of LoginResponse
     * @param complete whether all conversations are asked for, not only those that moved
     * @return completes when every conversation is known; fails when the connection ended before
     */
    public CompletableFuture<Void> online(Exchange newExchange, int maxUnacked, boolean complete) {
        exchange = newExchange;
        pulls.online(newExchange);
        doubts.online(newExchange);
        acks.online(newExchange, Math.max(1, Math.min(MAX_ACK_BATCH, maxUnacked / 2)));
        inboxes.all().forEach(inbox -> acks.look(inbox, 0));
        return sync(newExchange, complete);
    }

    /** Whether every conversation was named once, so that each has its place to begin. */
    public boolean knowsAll() {
        return inboxes.isComplete();
    }

    /** Sends the acknowledgements that wait for company; to be called before the connection is ended on purpose. */
    public void flush() {
        acks.flush();
    }

    /** The connection ended. */
    public void offline() {
        exchange = null;
        pulls.offline();
        doubts.offline();
        acks.offline();
        inboxes.all().forEach(ConversationInbox::disconnected);
    }

    public void pushed(Push push) {
        for (Message message : push.getMessagesList()) {
            ConversationInbox inbox = inboxes.of(message.getConversationId());
            inbox.received(message, clock.getAsLong());
            changed(inbox);
            doubts.look(
                    inbox,
                    Head.newBuilder().setConversationId(inbox.conversationId()).build());
        }
    }

    public void noticed(HeadNotice notice) {
        notice.getHeadsList().forEach(this::headIs);
    }

    public void receipt(Receipt receipt) {
        peers.receipt(receipt);
    }

    /** The server stored a message that this device sent. */
    public void sent(SendResponse response) {
        ConversationInbox inbox = inboxes.of(response.getConversationId());
        inbox.sent(response.getSeq(), response.getMessageId(), clock.getAsLong());
        changed(inbox);
    }

    /** All conversations of the user as the server knows them now, most recently active first. */
    public CompletableFuture<List<Head>> heads(Exchange target) {
        Map<String, Head> heads = new LinkedHashMap<>(); // one that moves while paging may come twice
        return new HeadSync(target, loop, List.of(), head -> heads.put(head.getConversationId(), head))
                .run()
                .thenApply(done -> List.copyOf(heads.values()));
    }

    private CompletableFuture<Void> sync(Exchange target, boolean complete) {
        boolean whole = complete || !inboxes.isComplete();
        List<Position> have = whole ? List.of() : inboxes.newestPositions();
        if (whole) {
            inboxes.startListing();
        }
        return new HeadSync(target, loop, have, this::headIs)
                .run()
                .handle((done, error) -> synced(target, whole, error))
                .thenCompose(next -> next);
    }

    private CompletableFuture<Void> synced(Exchange target, boolean whole, @Nullable Throwable error) {
        if (error == null) {
            if (whole) {
                inboxes.endListing(clock.getAsLong()).forEach(this::changed);
                sink.listed();
            }
            return CompletableFuture.completedFuture(null);
        }
        if (target != exchange || error instanceof ConnectionLostException) {
            return CompletableFuture.failedFuture(error);
        }
        sink.failed(error);
        CompletableFuture<Void> again = new CompletableFuture<>();
        var unused = loop.schedule(() -> again.complete(null), SYNC_AGAIN_MS, TimeUnit.MILLISECONDS);
        return again.thenCompose(waited -> target == exchange
                ? sync(target, true)
                : CompletableFuture.failedFuture(new ConnectionLostException("The connection ended before the sync")));
    }

    private void headIs(Head head) {
        ConversationInbox inbox = inboxes.listed(head, clock.getAsLong());
        inbox.headIs(head.getHeadSeq(), clock.getAsLong());
        inbox.serverKnows(head.getDeliveredSeq());
        peers.head(head);
        changed(inbox);
        doubts.look(inbox, head);
    }

    private void beganAnew(ConversationInbox inbox, Head head) {
        if (inboxes.isCurrent(inbox)) {
            peers.forget(inbox.conversationId());
            ConversationInbox next = inboxes.beginAnew(head, clock.getAsLong());
            next.headIs(head.getHeadSeq(), clock.getAsLong());
            peers.head(head);
            changed(next);
        }
    }

    /** Hands on what an inbox has ready, and does what it asks for. */
    private void changed(ConversationInbox inbox) {
        if (!inboxes.isCurrent(inbox)) {
            return; // the cluster began anew meanwhile; this inbox means nothing there
        }
        List<InboxEvent> events = inbox.drain();
        long position = inbox.cursor();
        if (inboxes.handedOn(inbox, position) || !events.isEmpty()) {
            sink.deliver(inbox.conversationId(), events, position, () -> consumed(inbox, position, events.size()));
        }
        for (InboxEvent event : events) {
            if (event instanceof InboxEvent.Deliver deliver) {
                peers.message(deliver.message());
            }
        }
        acks.look(inbox, 0);
        pulls.look(inbox);
    }

    private void consumed(ConversationInbox inbox, long position, int messages) {
        if (!inboxes.isCurrent(inbox)) {
            return;
        }
        inbox.consumed(position, clock.getAsLong());
        acks.look(inbox, messages);
        pulls.look(inbox);
    }
}
