package io.yizhan.server.group;

import io.yizhan.access.CallDesk;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCalls;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupRefusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes the commands that gates send. */
public final class GroupCallHandler implements CallDesk.Handler {
    private final Groups groups;

    public GroupCallHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public CompletionStage<byte[]> call(byte[] body) {
        GroupCommand command;
        try {
            command = GroupCalls.decode(body);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedStage(GroupCalls.encode(
                    new GroupAnswer.Refused(GroupRefusal.INVALID_ARGUMENT, String.valueOf(e.getMessage()))));
        }
        return groups.handle(command).thenApply(GroupCalls::encode);
    }
}
