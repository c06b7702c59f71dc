package io.yizhan.quickstart.check;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the senders came through one fault.
 *
 * @param senders who sent something after it was over
 * @param first from the end of the fault until one of them had an acknowledgement for something sent after it
 * @param p95 until 95 % of them had
 * @param all until the last of them had
 * @param worstAck the longest wait for an acknowledgement of what was sent during the fault or since, up to the next
 * @param worstShown the longest wait until such a message was first shown
 */
public record Recovery(
        String fault, int senders, Duration first, Duration p95, Duration all, Duration worstAck, Duration worstShown) {
    static List<Recovery> of(Facts facts) {
        List<Recovery> recoveries = new ArrayList<>();
        Map<String, Long> begun = new HashMap<>();
        List<Event.FaultBegun> all = facts.events().stream()
                .filter(Event.FaultBegun.class::isInstance)
                .map(Event.FaultBegun.class::cast)
                .toList();
        for (Event event : facts.events()) {
            if (event instanceof Event.FaultBegun fault) {
                begun.put(fault.fault(), fault.at());
            } else if (event instanceof Event.FaultEnded healed) {
                long next = all.stream()
                        .mapToLong(Event::at)
                        .filter(at -> at > healed.at())
                        .min()
                        .orElse(Long.MAX_VALUE);
                recoveries.add(of(facts, healed, begun.getOrDefault(healed.fault(), healed.at()), next));
            }
        }
        return recoveries;
    }

    private static Recovery of(Facts facts, Event.FaultEnded healed, long begun, long next) {
        Map<String, Long> first = new HashMap<>();
        long worst = 0;
        long worstShown = 0;
        for (Facts.Sent sent : facts.sends()) {
            long at = sent.invoked().at();
            if (sent.ack().isPresent() && at >= begun && at < next) {
                long acked = sent.ack().get().answer().at();
                worst = Math.max(worst, acked - at);
                worstShown = Math.max(worstShown, facts.firstShown(sent.op()).orElse(at) - at);
                if (at >= healed.at()) {
                    first.merge(sent.invoked().device(), acked - healed.at(), Math::min);
                }
            }
        }
        List<Long> sorted = first.values().stream().sorted().toList();
        return new Recovery(
                healed.fault(),
                sorted.size(),
                share(sorted, 0),
                share(sorted, 0.95),
                share(sorted, 1),
                micros(worst),
                micros(worstShown));
    }

    private static Duration share(List<Long> sorted, double share) {
        int place = Math.max(0, (int) Math.ceil(share * sorted.size()) - 1);
        return sorted.isEmpty() ? Duration.ZERO : micros(sorted.get(place));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public String toString() {
        return ("%s: %d senders back, the first after %d ms, 95 %% after %d ms, all after %d ms;"
                        + " acknowledged within %d ms, shown within %d ms")
                .formatted(
                        fault,
                        senders,
                        first.toMillis(),
                        p95.toMillis(),
                        all.toMillis(),
                        worstAck.toMillis(),
                        worstShown.toMillis());
    }
}
