package io.yizhan.quickstart.check;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the senders came through one fault.
 *
 * @param back for each who took part before it and sent something after it was over, ascending: from the end of the
 *     fault until there was an acknowledgement for something sent after it
 * @param displaced those of them that had lost their session in it
 * @param worstAck the longest wait for an acknowledgement of what was sent during the fault or since, up to the next
 * @param worstShown the longest wait until such a message was first shown
 */
public record Recovery(
        String fault, List<Duration> back, List<Duration> displaced, Duration worstAck, Duration worstShown) {
    public Recovery {
        back = back.stream().sorted().toList();
        displaced = displaced.stream().sorted().toList();
    }

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
                if (at >= healed.at() && facts.hasJoined(sent.invoked().device(), begun)) {
                    first.merge(sent.invoked().device(), acked - healed.at(), Math::min);
                }
            }
        }
        Set<String> lost = new HashSet<>();
        for (Event event : facts.events()) {
            if (event instanceof Event.Offline gone && gone.at() >= begun && gone.at() < next) {
                lost.add(gone.device());
            }
        }
        return new Recovery(
                healed.fault(),
                first.values().stream().map(Recovery::micros).toList(),
                first.entrySet().stream()
                        .filter(entry -> lost.contains(entry.getKey()))
                        .map(entry -> micros(entry.getValue()))
                        .toList(),
                micros(worst),
                micros(worstShown));
    }

    /** Until the first of them was back. */
    public Duration first() {
        return share(back, 0);
    }

    /** Until 95 % of them were. */
    public Duration p95() {
        return share(back, 0.95);
    }

    /** Until the last of them was. */
    public Duration all() {
        return share(back, 1);
    }

    /** How soon such a share of those who lost their session in any of these faults was back. */
    public static Duration displacedBack(Collection<Recovery> recoveries, double share) {
        return share(
                recoveries.stream()
                        .flatMap(recovery -> recovery.displaced().stream())
                        .sorted()
                        .toList(),
                share);
    }

    private static Duration share(List<Duration> sorted, double share) {
        int place = Math.max(0, (int) Math.ceil(share * sorted.size()) - 1);
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(place);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public String toString() {
        return ("%s: %d senders back, the first after %d ms, 95 %% after %d ms, all after %d ms;"
                        + " %d had lost their session; acknowledged within %d ms, shown within %d ms")
                .formatted(
                        fault,
                        back.size(),
                        first().toMillis(),
                        p95().toMillis(),
                        all().toMillis(),
                        displaced.size(),
                        worstAck.toMillis(),
                        worstShown.toMillis());
    }
}
