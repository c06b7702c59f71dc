package io.yizhan.quickstart.check;

import io.yizhan.quickstart.check.Breach.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A send over a connection that lives is answered in time, by a yes or by something that may be tried again. */
final class AlwaysAnswered implements Promise {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Set<String> GOOD = Set.of("OK", "UNAVAILABLE", "OVERLOADED", "RATE_LIMITED");

    private record Request(String connection, long id) {}

    @Override
    public void check(Facts facts, Consumer<Breach> breaches) {
        Map<Request, Event.Asked> open = new HashMap<>();
        long last = 0;
        for (Event event : facts.events()) {
            last = event.at();
            if (event instanceof Event.Asked asked) {
                open.put(new Request(asked.connection(), asked.request()), asked);
            } else if (event instanceof Event.Answered answer) {
                Event.Asked asked = open.remove(new Request(answer.connection(), answer.request()));
                if (asked != null) {
                    judge(asked, answer.at(), breaches);
                }
                if (!GOOD.contains(answer.code())) {
                    breaches.accept(new Breach(Kind.UNANSWERED, "Not to be tried again: " + answer));
                }
            } else if (event instanceof Event.Closed closed) {
                open.values().removeIf(asked -> {
                    boolean its = asked.connection().equals(closed.connection());
                    if (its) {
                        judge(asked, closed.at(), breaches);
                    }
                    return its;
                });
            }
        }
        for (Event.Asked asked : open.values()) {
            judge(asked, last, breaches);
        }
    }

    private static void judge(Event.Asked asked, long until, Consumer<Breach> breaches) {
        long waited = until - asked.at();
        if (waited > TimeUnit.NANOSECONDS.toMicros(LIMIT.toNanos())) {
            breaches.accept(new Breach(Kind.UNANSWERED, "Waited for " + waited / 1_000 + " ms: " + asked));
        }
    }
}
