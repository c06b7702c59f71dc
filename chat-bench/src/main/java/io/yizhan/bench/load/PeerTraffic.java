package io.yizhan.bench.load;

import io.yizhan.bench.result.PeerUse;
import io.yizhan.client.gate.NodeInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What went between the workers of a cluster so far, as the gate tells an administrator. Blocks. */
public final class PeerTraffic {
    private static final long CALL_SECONDS = 60;
    /** Workers say it every 5 s. */
    private static final int SAME_SECONDS = 7;

    private final Optional<Supplier<CompletableFuture<List<NodeInfo>>>> gate;

    /** @param gate how it is asked; empty where nobody may */
    public PeerTraffic(Optional<Supplier<CompletableFuture<List<NodeInfo>>>> gate) {
        this.gate = gate;
    }

    /** When nothing has been added for longer than workers wait to say so. */
    Optional<PeerUse> atRest() throws InterruptedException {
        if (gate.isEmpty()) {
            return Optional.empty();
        }
        PeerUse last = read(gate.get());
        for (int same = 0; same < SAME_SECONDS; same++) {
            TimeUnit.SECONDS.sleep(1);
            PeerUse now = read(gate.get());
            if (now.frames() != last.frames()) {
                same = -1;
            }
            last = now;
        }
        return Optional.of(last);
    }

    private static PeerUse read(Supplier<CompletableFuture<List<NodeInfo>>> gate) throws InterruptedException {
        try {
            return gate.get().get(CALL_SECONDS, TimeUnit.SECONDS).stream()
                    .flatMap(node -> Optional.ofNullable(node.links()).orElse(List.of()).stream())
                    .flatMap(link -> Optional.ofNullable(link.sent()).stream())
                    .map(sent -> new PeerUse(sent.frames() - sent.repeats(), sent.bytes()))
                    .reduce(PeerUse.NONE, PeerUse::plus);
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("The gate does not tell of the links: " + e.getMessage(), e);
        }
    }
}
