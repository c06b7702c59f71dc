package io.yizhan.server.state;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which conversations a user has, most recently active first. A conversation enters before its first number is given
 * out, so a head that was read never hides a message. No method blocks or throws.
 */
public interface ConversationIndex {
    /** Enters or freshens conversations in one round trip; a time never goes back. */
    CompletionStage<Void> touch(List<Activity> activities);

    /**
     * As {@link #touch}, but the conversation becomes the user's most recently active one, whatever the clocks say: it
     * gets a time later than every time in the user's list. So who once read the newest time there finds all that was
     * raised since by asking for later times, and has missed nothing if there are none; as long as the list
     * {@linkplain Page#life lives}.
     */
    CompletionStage<Void> raise(List<Activity> activities);

    /**
     * One page, most recently active first.
     *
     * @param activeSinceMs only those active at this time or later; 0 for all
     * @param offset of the page
     * @param limit at most so many
     */
    CompletionStage<Page> page(UserId user, long activeSinceMs, int offset, int limit);

    /** As {@link #page}, for those who do not compare times of two calls. */
    default CompletionStage<List<Activity>> list(UserId user, long activeSinceMs, int offset, int limit) {
        return page(user, activeSinceMs, offset, limit).thenApply(Page::activities);
    }

    /**
     * A part of a list.
     *
     * @param life names the life of the list: in another one it may have forgotten what was raised, so that times begin
     *     anew, below those that were read before
     */
    record Page(String life, List<Activity> activities) {
        public Page {
            activities = List.copyOf(activities);
        }
    }

    /** {@code user} has {@code conversation}, last active at {@code timeMs} (Unix epoch milliseconds). */
    record Activity(UserId user, ConversationId conversation, long timeMs) {}
}
