package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoopbackPortsTest {

    @Test
    void isNotFree_whenSomebodyListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(LoopbackPorts.isFree(taken.getLocalPort())).isFalse();
        }
    }

    /** Other systems do not let two hold one port, even when neither listens. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void staysFree_whileAnotherLooks() throws Exception {
        int port = LoopbackPorts.free();
        CyclicBarrier atOnce = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Integer> looking = () -> {
            int free = 0;
            for (int look = 0; look < 1_000; look++) {
                atOnce.await();
                free += LoopbackPorts.isFree(port) ? 1 : 0;
            }
            return free;
        };
        List<Integer> free = new ArrayList<>();
        for (Future<Integer> looks : threads.invokeAll(List.of(looking, looking))) {
            free.add(looks.get());
        }
        threads.shutdown();
        assertThat(free).containsExactly(1_000, 1_000);
    }

    @Test
    void triesAnotherPort_whenAFreeOneWasTakenMeanwhile() {
        List<Integer> tried = new ArrayList<>();
        int started = LoopbackPorts.startOn(0, () -> 20_000 + tried.size(), port -> {
            tried.add(port);
            if (tried.size() < 3) {
                throw EmbeddedStartException.taken("Redis", port);
            }
            return port;
        });
        assertThat(started).isEqualTo(20_002);
    }

    @Test
    void givesUp_whenEveryFreePortIsTakenMeanwhile() {
        List<Integer> tried = new ArrayList<>();
        assertThatThrownBy(() -> LoopbackPorts.startOn(0, () -> 20_000, port -> {
                    tried.add(port);
                    throw EmbeddedStartException.taken("Redis", port);
                }))
                .isInstanceOf(EmbeddedStartException.class);
        assertThat(tried).hasSize(3);
    }

    @Test
    void neverChoosesAnotherPort_whenOneWasAskedFor() {
        List<Integer> tried = new ArrayList<>();
        assertThatThrownBy(() -> LoopbackPorts.startOn(6379, port -> {
                    tried.add(port);
                    throw EmbeddedStartException.taken("Redis", port);
                }))
                .hasMessage("Redis cannot listen: port 6379 is taken");
        assertThat(tried).containsExactly(6379);
    }
}
