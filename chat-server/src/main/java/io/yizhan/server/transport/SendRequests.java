package io.yizhan.server.transport;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.delivery.Admission;
import io.yizhan.server.delivery.GroupDoor;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.delivery.Recipient;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.delivery.SendCommand;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.session.LocalSession;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The sends of one connection: checked, then submitted in the order in which they came, also when the look-up of one
 * recipient takes longer than that of the next. Owned by the channel's event loop.
 */
final class SendRequests {
    private final LocalSession session;
    private final Replies replies;
    private final MessageSender sender;
    private final UserDirectory users;
    private final Admission admission;
    private final GroupDoor door;
    private final Deque<Looked> waiting = new ArrayDeque<>(4);

    SendRequests(LocalSession session, Replies replies, ClientServices services) {
        this.session = session;
        this.replies = replies;
        this.sender = services.sender();
        this.users = services.users();
        this.admission = services.admission();
        this.door = services.groups().door();
    }

    void send(long id, SendRequest request) {
        Optional<Refusal> refusal = refuse(request);
        if (refusal.isPresent()) {
            replies.refuse(id, refusal.get());
            return;
        }
        int cost = 1 + request.getSerializedSize() / 1024;
        long cameNanos = nanos();
        Looked looked = new Looked();
        waiting.add(looked);
        replies.await(
                cost,
                lookUp(request),
                failure -> settle(looked, () -> replies.refuse(id, replies.refusal(failure))),
                recipient -> settle(
                        looked, () -> submit(id, cost, recipient, request, Duration.ofNanos(nanos() - cameNanos))));
    }

    /** Fails with the refusal where the sender may not send there, or there is nobody. */
    private CompletionStage<Recipient> lookUp(SendRequest request) {
        if (request.getTarget().hasGroupId()) {
            GroupId group = new GroupId(request.getTarget().getGroupId());
            return door.admit(group, session.user(), request.getContent())
                    .thenApply(admitted -> new Recipient.Group(group));
        }
        UserId user = new UserId(request.getTarget().getUserId());
        return users.exists(user).thenCompose(exists -> {
            if (!exists) {
                throw new RequestRefused(ErrorCode.NO_SUCH_USER, "No such user: " + user);
            }
            return admission.refuses(user, session.user()).thenApply(refused -> {
                if (refused) {
                    throw new RequestRefused(ErrorCode.BLOCKED, "Takes no messages from you: " + user);
                }
                return new Recipient.User(user);
            });
        });
    }

    private static Optional<Refusal> refuse(SendRequest request) {
        if (request.getClientMsgId() == 0) {
            return Optional.of(Refusal.invalid("client_msg_id is 0"));
        }
        Optional<Refusal> content = ContentLimits.refuse(request.getContent());
        if (content.isPresent()) {
            return content;
        }
        return switch (request.getTarget().getToCase()) {
            case USER_ID ->
                UserId.isValid(request.getTarget().getUserId())
                        ? Optional.empty()
                        : Optional.of(Refusal.invalid("The target is not a user id"));
            case GROUP_ID ->
                GroupId.isValid(request.getTarget().getGroupId())
                        ? Optional.empty()
                        : Optional.of(Refusal.invalid("The target is not a group id"));
            case TO_NOT_SET -> Optional.of(Refusal.invalid("A send without a target"));
        };
    }

    /** Runs what was looked up in turn: those before it first. */
    private void settle(Looked looked, Runnable then) {
        looked.then = Optional.of(then);
        while (!waiting.isEmpty() && waiting.peek().then.isPresent()) {
            waiting.remove().then.get().run();
        }
    }

    private long nanos() {
        return session.loop().ticker().nanoTime();
    }

    private void submit(long id, int cost, Recipient recipient, SendRequest request, Duration waited) {
        SendCommand command = new SendCommand(
                session.user(), session.device(), recipient, request.getClientMsgId(), request.getContent(), waited);
        replies.guard(id, () -> replies.await(id, cost, sender.send(command), outcome -> answer(id, outcome)));
    }

    private void answer(long id, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Stored stored) {
            SendResponse response = stored.response();
            session.told(response.getConversationId(), response.getSeq());
            replies.answer(id, Frame.newBuilder().setSendResponse(response));
        } else if (outcome instanceof SendOutcome.Refused refused) {
            replies.refuse(id, new Refusal(refused.code(), refused.message(), refused.retryAfterMs()));
        }
    }

    /** A send whose recipient is being looked up, or was: then it says how to go on. */
    private static final class Looked {
        private Optional<Runnable> then = Optional.empty();
    }
}
