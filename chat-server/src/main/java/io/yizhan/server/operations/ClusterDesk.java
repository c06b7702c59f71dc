package io.yizhan.server.operations;

import io.yizhan.access.SessionBook;
import io.yizhan.discovery.ImNode;
import io.yizhan.identity.UserId;
import io.yizhan.settings.SettingsDesk;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an operator sees and does of a running cluster; what it needs is opened when it is asked for. Blocks; one
 * thread.
 */
public interface ClusterDesk extends AutoCloseable {
    /** The workers, by their ids. */
    List<ImNode> nodes();

    /** Closed with this. */
    SettingsDesk settings();

    /** Where the user is logged in. */
    SessionBook.Page sessions(UserId user);

    /** Ends all sessions of the user, within 2 s. */
    void kick(UserId user, String why);

    /** How many records wait for somebody to decide about them, up to {@code most}; empty if the database is away. */
    OptionalInt deadLetters(int most);

    /**
     * Makes what stands in ZooKeeper and is everybody's the user's alone.
     *
     * @return how many nodes
     * @throws IllegalStateException without a user, and while workers or gates are there
     */
    int claimNodes();

    /** Whether Redis answers. */
    boolean redisAnswers();

    @Override
    void close();
}
