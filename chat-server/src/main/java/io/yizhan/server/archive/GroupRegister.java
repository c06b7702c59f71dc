package io.yizhan.server.archive;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What of groups the log does not decide: which ids are given, the settings, and whose turn it is to change a group.
 * Stages fail when the store cannot be reached; no method blocks or throws.
 */
public interface GroupRegister {
    /**
     * Gives the id to a group that is about to be created, and the turn with it. An id that was reserved and never used
     * is given again: to the same owner at once, to another after a minute.
     */
    CompletionStage<Reservation> reserve(Draft draft, Turn turn);

    /** The group as the log has made it so far, also one that is only reserved. */
    CompletionStage<Optional<GroupState>> state(GroupId group);

    /** Sets how a group is joined and what its members see. */
    CompletionStage<Void> set(GroupId group, JoinPolicy joinPolicy, GroupHistory history);

    /**
     * Takes the turn to change a group, until {@link #end} or until its time is over, whichever is first. Who has it
     * gets it again.
     *
     * @return whether it was free, or over, of a group that is there
     */
    CompletionStage<Boolean> begin(GroupId group, Turn turn);

    /** Gives the turn back; nothing happens if it is another's by now. */
    CompletionStage<Void> end(GroupId group, Turn turn);

    /**
     * A group that is about to be created.
     *
     * @param creation which call creates it, in the form of a {@code GroupEvent.change}
     */
    record Draft(GroupId id, String name, UserId owner, JoinPolicy joinPolicy, GroupHistory history, String creation) {}

    /**
     * The right to change a group.
     *
     * @param holder whoever does it, for this once; ascii, at most 64
     * @param length after which it is over, by the store's clock
     */
    record Turn(String holder, Duration length) {}

    /** What came of a reservation. */
    enum Reservation {
        /** The id is the caller's, and the turn too. */
        RESERVED,
        /** This very call has created the group before. */
        REPEATED,
        /** It is the caller's, but somebody else is about to create it. */
        BUSY,
        /** The id is or was another group's. */
        TAKEN;

        /** What becomes of {@code draft} where the id is not free. */
        public static Reservation of(Draft draft, boolean created, UserId owner, String creation) {
            if (created) {
                return creation.equals(draft.creation()) ? REPEATED : TAKEN;
            }
            return owner.equals(draft.owner()) ? BUSY : TAKEN;
        }
    }
}
