package io.yizhan.server.state;

import io.yizhan.identity.Incarnation;
import java.util.Set;

/**
 * The registrations of workers that stand, as far as was known at one moment.
 *
 * @param newest the newest of them; 0 if there is none
 * @param epochs of each
 */
public record Living(long newest, Set<Long> epochs) {
    public Living {
        epochs = Set.copyOf(epochs);
    }

    /** False only if a newer registration is known and this one is not: it has come and gone. */
    public boolean mayInclude(Incarnation holder) {
        return holder.epoch() >= newest || epochs.contains(holder.epoch());
    }
}
