package io.yizhan.bench.load;

import io.yizhan.client.outbox.OutboxSettings;
import java.util.Map;

/**
 * A closed loop: each pair keeps so many messages under way, and sends the next when one is acknowledged. Shows how
 * much goes through; its latencies are those of users who wait, not of users who come.
 *
 * @param window messages under way for each pair
 */
public record PairsWorkload(int window, int textBytes) implements Workload {
    /** What the SDK has under way at most. */
    private static final int MAX_WINDOW = OutboxSettings.defaults().window();

    /** @throws IllegalArgumentException for a window that is empty, or larger than the SDK's */
    public PairsWorkload {
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("A window is 1 to " + MAX_WINDOW + ": " + window);
        }
    }

    @Override
    public String name() {
        return "pairs";
    }

    @Override
    public Map<String, Integer> parameters() {
        return Map.of("window", window, "textBytes", textBytes);
    }

    @Override
    public void send(Run run) throws InterruptedException {
        for (int place = 0; place < window; place++) {
            for (int pair = 0; pair < run.pairs(); pair++) {
                sendNext(run, pair);
            }
        }
        run.awaitEnd();
    }

    private void sendNext(Run run, int pair) {
        long now = System.nanoTime();
        if (!run.window().isOver(now)) {
            run.send(pair, now, () -> sendNext(run, pair));
        }
    }
}
