package io.yizhan.server.state;

import io.yizhan.identity.Incarnation;
import java.util.Set;

/** What the sequencer says to one {@link NumberRequest}. */
public sealed interface Allocation {
    /**
     * A first send: this is its place; it is to be stored now.
     *
     * @param audience whom a group's message is to be brought to; nothing in the conversation of two
     */
    record Fresh(MessagePlace place, Audience audience) implements Allocation {
        public Fresh(MessagePlace place) {
            this(place, Audience.NONE);
        }
    }

    /** A repeat of a send that was stored: answer the same again. */
    record Stored(MessagePlace place) implements Allocation {}

    /** A repeat of a send that has a place and is not known to be stored: it is to be stored again, at this place. */
    record Pending(MessagePlace place) implements Allocation {}

    /**
     * So old an id that it may have been used and forgotten since: the message store is to be asked, and then the
     * request made again as {@link NumberRequest#notStored}.
     */
    record Forgotten() implements Allocation {}

    /** The id was used for another content. */
    record Conflict() implements Allocation {}

    /** It got no number: the sender is not known to be a member of the group; see {@link GroupDirectory#admit}. */
    record TurnedAway() implements Allocation {}

    /**
     * Who was there when a group's message got its number.
     *
     * @param workers those that have members online, also such as are dead by now
     * @param changedSeq the last number before it that may have changed who is a member
     */
    record Audience(Set<Incarnation> workers, long changedSeq) {
        public static final Audience NONE = new Audience(Set.of(), 0);

        public Audience {
            workers = Set.copyOf(workers);
        }
    }
}
