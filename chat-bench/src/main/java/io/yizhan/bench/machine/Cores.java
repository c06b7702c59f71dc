package io.yizhan.bench.machine;

import java.io.IOException;
import java.util.List;

/**
 * Keeps processes to cores of their own, all their threads, with {@code taskset}: what serves to the first, what
 * generates the load to the second. So each is measured alone, and figures of several machines can be compared by core.
 */
public final class Cores {
    private static final String SERVING = "0";
    private static final String GENERATING = "1";

    private Cores() {}

    /** @throws IllegalStateException where there are not two cores, or no {@code taskset} */
    public static void divide(List<LocalProcess> serving) throws InterruptedException {
        for (LocalProcess process : serving) {
            pin(process, SERVING);
        }
        pin(LocalProcess.self(), GENERATING);
    }

    private static void pin(LocalProcess process, String core) throws InterruptedException {
        try {
            int code = new ProcessBuilder("taskset", "-a", "-c", "-p", core, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        "Could not keep a process to a core: " + process.name() + " to core " + core);
            }
        } catch (IOException e) {
            throw new IllegalStateException("There is no taskset here, which --pin needs", e);
        }
    }
}
