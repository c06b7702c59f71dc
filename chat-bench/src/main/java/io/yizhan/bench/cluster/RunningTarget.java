package io.yizhan.bench.cluster;

import io.yizhan.bench.machine.LocalProcess;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Somebody else's cluster, which is left as it is. */
public record RunningTarget(List<URI> gates, List<LocalProcess> processes) implements Target {
    public RunningTarget {
        gates = List.copyOf(gates);
        processes = List.copyOf(processes);
    }

    @Override
    public Optional<LaneRecording> endWorkers() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // nothing of ours
    }
}
