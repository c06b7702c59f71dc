package io.yizhan.server.state;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/**
 * Who may send to a group right now, and which workers have members of it online: what is needed in one step with a
 * number. Who is a member is decided by the group's log and kept by the archive; this only has it at hand. No method
 * blocks or throws.
 */
public interface GroupDirectory {
    /**
     * Refuses what these users send to the group from now on: to be called before the message is numbered that ends
     * their membership, so that nothing of theirs gets a larger number. Lasts until {@link #refresh}, or for some
     * minutes if that never comes.
     */
    CompletionStage<Void> shut(GroupId group, Collection<UserId> users);

    /**
     * Forgets what is known of these users, so that the archive decides again: to be called once it holds the change of
     * their membership, or when the change was given up.
     */
    CompletionStage<Void> refresh(GroupId group, Collection<UserId> users);
}
