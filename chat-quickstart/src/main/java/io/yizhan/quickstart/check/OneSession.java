package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Of the devices that share a place (one user, one platform) only one has a session, but for a moment. */
final class OneSession implements Promise {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private record Slot(String user, String name) {}

    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        Map<String, Slot> slots = new HashMap<>();
        Map<Slot, Map<String, Long>> online = new HashMap<>();
        long last = 0;
        for (Event event : facts.events()) {
            last = event.at();
            if (event instanceof Event.Joined join) {
                slots.put(join.device(), new Slot(Facts.userOf(join.device()), join.slot()));
            } else if (event instanceof Event.Online now && slots.containsKey(now.device())) {
                online.computeIfAbsent(slots.get(now.device()), slot -> new HashMap<>())
                        .putIfAbsent(now.device(), now.at());
            } else if (event instanceof Event.Offline gone && slots.containsKey(gone.device())) {
                Map<String, Long> there = online.getOrDefault(slots.get(gone.device()), new HashMap<>());
                judge(there, gone.at(), breaches);
                there.remove(gone.device());
            }
        }
        long end = last;
        online.values().forEach(there -> judge(there, end, breaches));
    }

    /** All that are online until now have been so together since the last of them came. */
    private static void judge(Map<String, Long> there, long now, Consumer<Breach> breaches) {
        long together =
                now - there.values().stream().mapToLong(Long::longValue).max().orElse(now);
        if (there.size() > 1 && together > TimeUnit.NANOSECONDS.toMicros(MOMENT.toNanos())) {
            breaches.accept(new Breach(
                    Kind.TWO_SESSIONS, "Online together for " + together / 1_000 + " ms: " + there.keySet()));
        }
    }
}
