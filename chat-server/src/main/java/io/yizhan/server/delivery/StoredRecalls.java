package io.yizhan.server.delivery;

import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.RecallRequest;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.state.Sequencer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Judges a recall by the message's row, then sends the server's message that tells of it the way of every message: it
 * is numbered, and its record in the log both stores it and empties the other, in the log's order. What it says stands
 * for a {@code client_msg_id}: two recalls of one message are repeats of one send, for sequencer and database alike.
 * The answer waits until the row is empty.
 */
public final class StoredRecalls implements Recalls {
    /** How long the message's row is waited for. */
    private static final Duration ROW_WITHIN = Duration.ofSeconds(5);
    /** With the last look, below the 10 s after which a client gives up; a send that takes long may exceed it. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(9);

    private static final int RETRY_MS = 1_000;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Sequencer sequencer;
    private final MessageStore store;
    private final MessageSender sender;
    private final GroupViews views;
    private final Duration window;
    private final DeliveryClock clock;
    private final ScheduledExecutorService timer;

    /**
     * @param window how long after it was sent a message may be taken back
     * @param timer waits for rows that are still being written; must outlive this
     */
    public StoredRecalls(
            DeliveryPorts ports,
            MessageSender sender,
            Duration window,
            DeliveryClock clock,
            ScheduledExecutorService timer) {
        this.sequencer = ports.sequencer();
        this.store = ports.store();
        this.sender = sender;
        this.views = new GroupViews(ports.groups().store(), OnlineMembers.NONE);
        this.window = window;
        this.clock = clock;
        this.timer = timer;
    }

    @Override
    public CompletionStage<Void> recall(UserId by, RecallRequest request) {
        try {
            ConversationId conversation = conversation(by, request);
            long seq = request.getSeq();
            return mayGovern(by, conversation, seq).thenCompose(governs -> {
                Asked asked = new Asked(by, conversation, seq, governs, clock.epochMs(), in(ANSWER_WITHIN));
                return sequencer
                        .heads(List.of(conversation))
                        .thenCompose(heads ->
                                look(new Attempt(asked, heads.getOrDefault(conversation, 0L), until(in(ROW_WITHIN)))));
            });
        } catch (RequestRefused refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    /** Whether he may take back what others sent, at any time. Fails for what he may not see. */
    private CompletionStage<Boolean> mayGovern(UserId by, ConversationId conversation, long seq) {
        return conversation
                .group()
                .map(group -> views.of(by, group).thenApply(view -> {
                    if (!view.isMember()) {
                        throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a group of yours: " + group);
                    }
                    if (!view.governs() && !view.sees(seq)) {
                        throw noMessage(seq);
                    }
                    return view.governs();
                }))
                .orElseGet(() -> CompletableFuture.completedStage(false));
    }

    private Deadline in(Duration time) {
        return new Deadline(clock, clock.nanos() + time.toNanos());
    }

    private Patience until(Deadline deadline) {
        return new Patience(timer, deadline, FIRST_PAUSE_NANOS);
    }

    private static ConversationId conversation(UserId by, RecallRequest request) {
        ConversationId conversation = ConversationId.parse(request.getConversationId())
                .orElseThrow(() -> new RequestRefused(ErrorCode.INVALID_ARGUMENT, "Not a conversation id"));
        if (conversation.isDirect() && !conversation.isDirectOf(by)) {
            throw new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a conversation of yours: " + conversation);
        }
        if (request.getSeq() <= 0) {
            throw noMessage(request.getSeq());
        }
        return conversation;
    }

    private CompletionStage<Void> look(Attempt attempt) {
        return row(attempt.asked()).thenCompose(slice -> judge(attempt, slice));
    }

    private CompletionStage<Slice> row(Asked asked) {
        return store.read(new Range(asked.conversation(), asked.seq(), asked.seq(), 1, Integer.MAX_VALUE, false));
    }

    private CompletionStage<Void> judge(Attempt attempt, Slice slice) {
        Asked asked = attempt.asked();
        boolean stillWriting = slice.completeTo() < attempt.head();
        Optional<Message> found = slice.messages().stream().findFirst();
        if (found.isEmpty()) {
            boolean mayCome = stillWriting && slice.completeTo() < asked.seq() && asked.seq() <= attempt.head();
            return mayCome ? again(attempt) : CompletableFuture.failedStage(noMessage(asked.seq()));
        }
        Message message = found.get();
        boolean isOwn = message.getFromUserId().equals(asked.by().value());
        if (!(isOwn || asked.governs()) || message.getContent().getType() == ContentType.SYSTEM) {
            return CompletableFuture.failedStage(
                    new RequestRefused(ErrorCode.INVALID_ARGUMENT, "Not a message of yours: " + asked.seq()));
        }
        if (Recall.isEmptied(message)) {
            return CompletableFuture.completedStage(null);
        }
        if (!asked.governs() && asked.atMs() - message.getServerTimeMs() > window.toMillis()) {
            // it may have been recalled in time, by a record that is still on its way to the row
            return stillWriting ? again(attempt) : CompletableFuture.failedStage(tooLate());
        }
        return tell(asked, new UserId(message.getFromUserId()));
    }

    private CompletionStage<Void> tell(Asked asked, UserId author) {
        SendCommand notice = SendCommand.telling(asked.conversation(), new Recall(asked.seq(), author), asked.by());
        return sender.send(notice)
                .thenCompose(outcome -> outcome instanceof SendOutcome.Refused refused
                        ? CompletableFuture.failedStage(
                                new RequestRefused(refused.code(), refused.message(), refused.retryAfterMs()))
                        : awaitEmptied(asked, until(asked.end())));
    }

    /** Nobody who pulls after the answer is given the content. */
    private CompletionStage<Void> awaitEmptied(Asked asked, Patience patience) {
        return row(asked)
                .thenCompose(slice -> slice.messages().stream().allMatch(Recall::isEmptied)
                        ? CompletableFuture.completedStage(null)
                        : again(patience, "the recall", rest -> awaitEmptied(asked, rest)));
    }

    private CompletionStage<Void> again(Attempt attempt) {
        return again(
                attempt.patience(), "the message", rest -> look(new Attempt(attempt.asked(), attempt.head(), rest)));
    }

    private static CompletionStage<Void> again(
            Patience patience, String what, Function<Patience, CompletionStage<Void>> then) {
        if (patience.isOver()) {
            return CompletableFuture.failedStage(unavailable("The database does not show yet: " + what));
        }
        return patience.pause()
                .handle((rest, ended) -> ended == null
                        ? then.apply(rest)
                        : CompletableFuture.<Void>failedStage(unavailable("This worker is closing")))
                .thenCompose(answer -> answer);
    }

    private static RequestRefused unavailable(String why) {
        return new RequestRefused(ErrorCode.UNAVAILABLE, why, RETRY_MS);
    }

    private RequestRefused tooLate() {
        return new RequestRefused(
                ErrorCode.TOO_LATE, "A message can be recalled for so many seconds: " + window.toSeconds());
    }

    private static RequestRefused noMessage(long seq) {
        return new RequestRefused(
                ErrorCode.INVALID_ARGUMENT, "No message has this number: " + Long.toUnsignedString(seq));
    }

    /**
     * @param governs whether he may take back what others sent, at any time
     * @param end when it is to be answered
     */
    private record Asked(UserId by, ConversationId conversation, long seq, boolean governs, long atMs, Deadline end) {}

    /** @param head of the conversation when the recall came in */
    private record Attempt(Asked asked, long head, Patience patience) {}
}
