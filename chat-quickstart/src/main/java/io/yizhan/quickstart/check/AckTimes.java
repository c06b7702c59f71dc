package io.yizhan.quickstart.check;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How long acknowledgements took.
 *
 * @param ascending from the application's send to its answer
 */
public record AckTimes(List<Duration> ascending) {
    public AckTimes {
        ascending = ascending.stream().sorted().toList();
    }

    /** Of those of these sends that have been acknowledged. */
    public static AckTimes of(History history, Predicate<Event.Invoked> which) {
        Map<Long, Long> begun = new HashMap<>();
        List<Duration> times = new ArrayList<>();
        for (Event event : history.events()) {
            if (event instanceof Event.Invoked invoked && which.test(invoked)) {
                begun.put(invoked.op(), invoked.at());
            } else if (event instanceof Event.Acked ack && begun.containsKey(ack.op())) {
                times.add(Duration.of(ack.at() - begun.remove(ack.op()), ChronoUnit.MICROS));
            }
        }
        return new AckTimes(times);
    }

    /** How long the fastest of this share took at most; zero if there are none. */
    public Duration share(double share) {
        int place = Math.max(0, (int) Math.ceil(share * ascending.size()) - 1);
        return ascending.isEmpty() ? Duration.ZERO : ascending.get(place);
    }

    @Override
    public String toString() {
        return "%d acknowledged, half within %d ms, 99 %% within %d ms, all within %d ms"
                .formatted(ascending.size(), share(0.5).toMillis(), share(0.99).toMillis(), share(1).toMillis());
    }
}
