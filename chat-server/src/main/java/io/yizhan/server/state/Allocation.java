package io.yizhan.server.state;

/** What the sequencer says to one {@link NumberRequest}. */
public sealed interface Allocation {
    /** A first send: this is its place; it is to be stored now. */
    record Fresh(MessagePlace place) implements Allocation {}

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
}
