package io.yizhan.server.state;

import io.yizhan.group.MemberPart;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who is a member of which group, as the log has it so far. No method blocks or throws; stages fail when the archive
 * cannot be reached.
 */
public interface ArchivedMembers {
    /** Where there are no groups. */
    ArchivedMembers NONE = new ArchivedMembers() {
        @Override
        public CompletionStage<Boolean> isMember(GroupId group, UserId user, long changedSeq) {
            return CompletableFuture.completedStage(false);
        }

        @Override
        public CompletionStage<Set<UserId>> members(GroupId group, int part) {
            return CompletableFuture.completedStage(Set.of());
        }
    };

    /**
     * Whether the user is a member now.
     *
     * @param changedSeq fails if the archive does not hold yet what the group was told up to here
     */
    CompletionStage<Boolean> isMember(GroupId group, UserId user, long changedSeq);

    /** The members of now whose {@link MemberPart} it is. */
    CompletionStage<Set<UserId>> members(GroupId group, int part);
}
