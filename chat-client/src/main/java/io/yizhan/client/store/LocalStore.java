package io.yizhan.client.store;

import chat.v2.SendRequest;

/**
 * What one device of one user must remember to go on where it was. Each write is a transaction: when the call has
 * returned it is kept, and after a crash it is there whole or not at all. Called from two threads (the listener's and
 * senders'), never from an event loop; may block. Failures are unchecked; those on the listener's thread reach its
 * {@code onError}.
 *
 * <p>{@link #progress} is called on the listener's thread right after the callback it is about has returned. So an
 * application that keeps its own database can take each message exactly once: let the callback write within a
 * transaction, and let its own implementation of this interface write the progress into the same one and commit it.
 */
public interface LocalStore extends AutoCloseable {
    /** All that is remembered; read once, before anything is written. */
    LocalState state();

    /**
     * The application has taken everything up to the position. A position is smaller only when a cluster began anew.
     */
    void progress(Progress progress);

    /** From now on every conversation is known: one that is new to the store began later. */
    void listed();

    /** Remembers a send until it is settled; called before it goes out. */
    void outgoing(SendRequest request);

    /** The application knows how the send ended; one that is not known changes nothing. */
    void settled(long clientMsgId);

    /** Notes that ids below {@code ceiling} may be used from now on; called before the first of them is. */
    void reserveMessageIds(long ceiling);

    /** Gives the store back, for instance to another process. Writes fail from now on. */
    @Override
    void close();
}
