package io.yizhan.quickstart.check;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For how long devices had no session that had one before and after.
 *
 * @param ascending from each loss to the next session of that device
 */
public record Absences(List<Duration> ascending) {
    public Absences {
        ascending = ascending.stream().sorted().toList();
    }

    /** All of this run. */
    public static Absences of(History history) {
        Map<String, Long> since = new HashMap<>();
        List<Duration> times = new ArrayList<>();
        for (Event event : history.events()) {
            if (event instanceof Event.Offline gone) {
                since.putIfAbsent(gone.device(), gone.at());
            } else if (event instanceof Event.Online back && since.containsKey(back.device())) {
                times.add(Duration.of(back.at() - since.remove(back.device()), ChronoUnit.MICROS));
            }
        }
        return new Absences(times);
    }

    /** How long the shortest of this share were at most; zero if there are none. */
    public Duration share(double share) {
        int place = Math.max(0, (int) Math.ceil(share * ascending.size()) - 1);
        return ascending.isEmpty() ? Duration.ZERO : ascending.get(place);
    }

    @Override
    public String toString() {
        return "%d absences, half at most %d ms, all at most %d ms"
                .formatted(ascending.size(), share(0.5).toMillis(), share(1).toMillis());
    }
}
