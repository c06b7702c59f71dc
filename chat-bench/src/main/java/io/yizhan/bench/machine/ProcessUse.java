package io.yizhan.bench.machine;

import java.util.OptionalLong;

/**
 * What a process used of the machine while a run was measured.
 *
 * @param cpuSecondsPerMillion CPU seconds for each million of messages acknowledged meanwhile; 0 if there were none
 * @param residentBytes at the end
 */
public record ProcessUse(String name, double cpuSeconds, double cpuSecondsPerMillion, OptionalLong residentBytes) {
    /** Whether it makes the load, and is no part of what is measured. */
    public boolean isGenerator() {
        return name.equals(LocalProcess.GENERATOR);
    }
}
