package io.yizhan.server.audience;

import chat.v2.Message;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.session.LocalSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The groups whose members are online here. Safe from any thread, never blocks. */
public interface OnlineMembers {
    /** Where there are no groups. */
    OnlineMembers NONE = new OnlineMembers() {
        @Override
        public CompletionStage<Void> enter(LocalSession session) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void leave(LocalSession session) {}

        @Override
        public void take(Message message, long changedSeq) {}

        @Override
        public void name(GroupId group, long headSeq) {}

        @Override
        public int room(GroupId group) {
            return Integer.MAX_VALUE;
        }

        @Override
        public List<Membership> of(UserId user) {
            return List.of();
        }

        @Override
        public boolean isHere(Incarnation worker) {
            return false;
        }
    };

    /**
     * Takes a session in that stands in the registry. Completes, never with a failure, when what its user's groups are
     * told from then on comes here: a head that is read afterwards hides nothing. If the archive or the directory
     * cannot be reached it completes all the same; the heads are named later, when they can.
     */
    CompletionStage<Void> enter(LocalSession session);

    /** The session has ended. */
    void leave(LocalSession session);

    /**
     * A message of a group: pushed to the members here who may see it. One by which somebody comes or goes counts from
     * then on.
     *
     * @param changedSeq the last number before it that may have changed who is a member
     */
    void take(Message message, long changedSeq);

    /** A group's conversation is known to reach {@code headSeq}; members here who were not told so are. */
    void name(GroupId group, long headSeq);

    /** How many more messages of a group its members here can be told now; what comes beyond had better wait. */
    int room(GroupId group);

    /** Whether it is this worker, in this life. */
    boolean isHere(Incarnation worker);

    /** The groups that a user who is online here is or was in, the last time in each, as far as is known here. */
    List<Membership> of(UserId user);
}
