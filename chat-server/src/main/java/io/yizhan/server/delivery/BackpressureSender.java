package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import io.yizhan.identity.GroupId;
import io.yizhan.server.audience.OnlineMembers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Turns away what is sent to a group faster than its members here can be told, until they have been: who sends to it
 * waits, not those who talk elsewhere. What the server itself tells a group always passes. Members at other workers are
 * named heads where they cannot follow.
 */
public final class BackpressureSender implements MessageSender {
    /**
     * Messages to one group, on their way and waiting here to be told: a round of them. Its lane's batches are no
     * larger then, so that who shares the lane waits no longer than for such a batch.
     */
    static final int MOST_UNDER_WAY = 32;

    private static final int RETRY_MS = 250;

    private final MessageSender sender;
    private final OnlineMembers members;
    private final ConcurrentMap<GroupId, Integer> underWay = new ConcurrentHashMap<>();

    public BackpressureSender(MessageSender sender, OnlineMembers members) {
        this.sender = sender;
        this.members = members;
    }

    @Override
    public CompletionStage<SendOutcome> send(SendCommand command) {
        if (command.isFromServer() || !(command.recipient() instanceof Recipient.Group to)) {
            return sender.send(command);
        }
        if (underWay.merge(to.id(), 1, Integer::sum) + members.waiting(to.id()) > MOST_UNDER_WAY) {
            end(to.id());
            return CompletableFuture.completedStage(new SendOutcome.Refused(
                    ErrorCode.OVERLOADED, "More is sent to the group than its members can be told", RETRY_MS));
        }
        return sender.send(command).whenComplete((outcome, failure) -> end(to.id()));
    }

    private void end(GroupId group) {
        underWay.computeIfPresent(group, (id, count) -> count == 1 ? null : count - 1);
    }
}
