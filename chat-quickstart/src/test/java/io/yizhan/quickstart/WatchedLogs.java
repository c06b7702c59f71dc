package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The logs of a cluster whose workers and gates write down all that they ever would, until this is closed. */
final class WatchedLogs implements AutoCloseable {
    private static final String LEVELS = "/api/v1/admin/settings/log-levels";

    private final Cluster cluster;
    private final OutsideGate gate;
    private final String admin;

    /**
     * Returns when all workers follow.
     *
     * @param admin token of one
     */
    WatchedLogs(Cluster cluster, OutsideGate gate, String admin) throws Exception {
        this.cluster = cluster;
        this.gate = gate;
        this.admin = admin;
        setLevels("PUT", "{\"io.yizhan\":\"DEBUG\"}");
    }

    private void setLevels(String method, String levels) throws Exception {
        List<Long> before = followed();
        assertThat(gate.call(method, LEVELS, admin, levels).status()).isIn(200, 204);
        await().atMost(OutsideClient.LIMIT).until(() -> {
            List<Long> now = followed();
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) > before.get(i));
        });
    }

    /** How often each worker has said that it follows other levels. */
    private List<Long> followed() {
        return cluster.workers().stream()
                .map(worker -> lines(worker.process().log())
                        .filter(line -> line.contains(" log-levels "))
                        .count())
                .toList();
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readString(log).lines();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read: " + log, e);
        }
    }

    /** None of them has this word. */
    void assertHoldNo(String secret) throws IOException {
        assertThat(all()).noneMatch(line -> line.contains(secret));
    }

    /** None of their lines begins so. */
    void assertNoLineBegins(String words) throws IOException {
        assertThat(all()).noneMatch(line -> line.startsWith(words));
    }

    /** They have this, which nobody would know who looks at what is told anyway. */
    void assertTellAtDebug(String words) throws IOException {
        assertThat(all()).anyMatch(line -> line.contains(" DEBUG ") && line.contains(words));
    }

    private List<String> all() throws IOException {
        try (Stream<Path> logs = Files.list(cluster.logs())) {
            return logs.flatMap(WatchedLogs::lines).toList();
        }
    }

    @Override
    public void close() throws Exception {
        setLevels("DELETE", null);
    }
}
