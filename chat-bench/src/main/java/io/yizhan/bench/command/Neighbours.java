package io.yizhan.bench.command;

import io.yizhan.bench.BenchMain;
import io.yizhan.bench.load.Timing;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.quickstart.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Pairs who chat beside a load, in a process of their own: pauses and queues of the generator that takes the load are
 * not those of the cluster, and no user shares a program with a thousand others.
 *
 * @param home for what the process prints and finds
 * @param perSecond messages of all pairs
 */
record Neighbours(List<URI> gates, Path home, int pairs, int perSecond, int textBytes, Timing timing) {
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            // they are few: what compiles their program better would take more than they do
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=io/yizhan/bench/logback.xml");
    private static final long BEGIN_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LOOK_MS = 20;
    /** A run waits 70 s for what is still under way. */
    private static final Duration END_LIMIT = Duration.ofMinutes(3);

    /** Lets them chat. Blocks until they are logged in and the first message is due. */
    Chat begin(String name) throws InterruptedException, IOException {
        Path json = home.resolve(name + ".json");
        Chat chat = new Chat(
                ChildJvm.start(name, BenchMain.class.getName(), JVM, false, arguments(json), home), json, timing);
        boolean begun = false;
        try {
            chat.awaitBegin();
            begun = true;
            return chat;
        } finally {
            if (!begun) {
                chat.close();
            }
        }
    }

    private List<String> arguments(Path json) {
        List<String> arguments = new ArrayList<>(List.of("rate", "--json", json.toString()));
        gates.forEach(gate -> arguments.addAll(List.of("--gate", gate.toString())));
        arguments.addAll(List.of("--pairs", "" + pairs, "--rate", "" + perSecond, "--size", "" + textBytes));
        arguments.addAll(List.of(
                "--warm-up",
                "" + timing.warmUp().toSeconds(),
                "--seconds",
                "" + timing.measured().toSeconds()));
        return arguments;
    }

    /** One run of theirs. */
    record Chat(ChildJvm process, Path json, Timing timing) implements AutoCloseable {
        private void awaitBegin() throws InterruptedException, IOException {
            long since = System.nanoTime();
            while (!Files.readString(process.log()).contains(LoadOptions.BEGUN)) {
                if (!process.isAlive() || System.nanoTime() - since > BEGIN_NANOS) {
                    throw new IllegalStateException("Nobody chats beside: " + Files.readString(process.log()));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }

        /** Waits for their end, and tells what they saw. */
        LoadResult await() throws InterruptedException, IOException {
            Duration limit = timing.warmUp().plus(timing.measured()).plus(END_LIMIT);
            int code = process.awaitExit(limit);
            if (!Files.exists(json)) {
                throw new IllegalStateException(
                        "Who chatted beside ended with " + code + ": " + Files.readString(process.log()));
            }
            return new ResultJson().read(json);
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
