package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Whoever has a session is found by the cluster, and whoever has none is not, but for a while after that changed. A
 * time in which nobody looked counts as what was seen before it.
 */
final class FoundAsTheyAre implements Promise {
    private static final long A_WHILE =
            TimeUnit.NANOSECONDS.toMicros(Duration.ofSeconds(15).toNanos());

    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        Map<String, Boolean> online = new HashMap<>();
        Map<String, Long> wrongSince = new HashMap<>();
        Set<String> told = new HashSet<>();
        for (Event event : facts.events()) {
            if (event instanceof Event.Online now) {
                online.put(now.device(), true);
                wrongSince.remove(now.device());
            } else if (event instanceof Event.Offline gone) {
                online.put(gone.device(), false);
                wrongSince.remove(gone.device());
            } else if (event instanceof Event.Looked look) {
                online.forEach((device, isOnline) -> {
                    if (look.found().contains(device) == isOnline) {
                        wrongSince.remove(device);
                        told.remove(device);
                    } else if (look.at() - wrongSince.computeIfAbsent(device, first -> look.at()) > A_WHILE
                            && told.add(device)) {
                        breaches.accept(breach(look, device, isOnline));
                    }
                });
            }
        }
    }

    private static Breach breach(Event.Looked look, String device, boolean isOnline) {
        return isOnline
                ? new Breach(Kind.HIDDEN, "Has a session, and was not found until " + look.at() + ": " + device)
                : new Breach(Kind.GHOST, "Has no session, and was found until " + look.at() + ": " + device);
    }
}
