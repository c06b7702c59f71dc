package io.yizhan.server.group;

import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupCommand.Add;
import io.yizhan.group.GroupCommand.Create;
import io.yizhan.group.GroupCommand.Put;
import io.yizhan.group.GroupCommand.Remove;
import io.yizhan.group.GroupRefusal;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.Deadline;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A command that waits for its answer. Equal only to itself.
 *
 * @param begun by when it is to be begun; nobody waits for it any more after that
 */
record Waiting(GroupCommand command, Deadline begun, CompletableFuture<GroupAnswer> answer) {
    void refuse(GroupRefusal why, String detail) {
        answer.complete(new GroupAnswer.Refused(why, detail));
    }

    /** Whom it makes members or ends as such, or gives a role. */
    Set<UserId> concerned() {
        if (command instanceof Create create) {
            return create.members();
        } else if (command instanceof Add add) {
            return add.users();
        } else if (command instanceof Put put) {
            return Set.of(put.user());
        }
        return command instanceof Remove remove ? Set.of(remove.user()) : Set.of();
    }

    /** Whether it makes members, who have to exist. */
    boolean brings() {
        return !(command instanceof Remove);
    }

    boolean isLeave() {
        return command instanceof Remove remove && remove.user().equals(remove.by());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
