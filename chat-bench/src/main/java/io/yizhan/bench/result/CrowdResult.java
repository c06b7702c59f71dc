package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What connections cost that only stay, and how fast they come back.
 *
 * @param steps smallest crowd first
 * @param idle what the processes used while all were connected and nobody did anything
 * @param idleFrom when all were connected
 * @param idleSeconds for how long was looked from then on
 * @param returned after all connections were cut at once, where that was asked for
 */
public record CrowdResult(
        Host host,
        List<CrowdStep> steps,
        List<ProcessCost> idle,
        Instant idleFrom,
        double idleSeconds,
        Optional<WaveResult> returned) {
    public CrowdResult {
        steps = List.copyOf(steps);
        idle = List.copyOf(idle);
    }

    /** When what the processes used while nobody did anything had been looked at. */
    public Instant idleTo() {
        return idleFrom.plusMillis(Math.round(idleSeconds * 1_000));
    }

    /** Whether everybody got in, stayed, and came back. */
    public boolean isClean() {
        return steps.stream().allMatch(CrowdStep::isClean)
                && returned.filter(wave -> !wave.isClean()).isEmpty();
    }

    /**
     * A crowd of one size.
     *
     * @param connections that stood when it was looked at
     * @param resident bytes of each process then
     */
    public record CrowdStep(int wanted, int connections, WaveResult logins, List<ProcessMemory> resident) {
        public CrowdStep {
            resident = List.copyOf(resident);
        }

        boolean isClean() {
            return logins.isClean() && connections == wanted;
        }
    }

    public record ProcessMemory(String name, long residentBytes) {}

    /**
     * What a process costs.
     *
     * @param cores of the CPU that it used
     * @param bytesPerConnection by which its memory grew from the smallest to the largest crowd, for each connection
     */
    public record ProcessCost(String name, double cores, double bytesPerConnection) {}
}
