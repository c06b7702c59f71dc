package io.yizhan.server.delivery;

import java.time.Duration;

/**
 * Makes deadlines from now on.
 *
 * @param storeTime from asking for numbers to knowing that the messages are stored
 */
record DeadlineFactory(DeliveryClock clock, Duration storeTime) {
    /** Until when an append may be acknowledged, if its numbers are asked for now or later. */
    Deadline toStore() {
        return in(storeTime);
    }

    Deadline in(Duration time) {
        return new Deadline(clock, clock.nanos() + time.toNanos());
    }
}
