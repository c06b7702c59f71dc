package io.yizhan.server.state;

import io.yizhan.identity.Incarnation;
import java.util.Set;

/**
 * The registrations of workers that stand, as far as was known at one moment.
 *
 * @param newest the newest ever heard of, be it gone; 0 if there was none
 * @param epochs of each that stands, and of those that are gone while a link to the worker still answers
 */
public record Living(long newest, Set<Long> epochs) {
    public Living {
        epochs = Set.copyOf(epochs);
    }

    /** False only if this registration, or a newer one, was heard of and it does not stand: it has come and gone. */
    public boolean mayInclude(Incarnation holder) {
        return holder.epoch() > newest || epochs.contains(holder.epoch());
    }
}
