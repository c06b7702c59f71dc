package io.yizhan.bench.micro;

import io.yizhan.bench.result.MicroResult;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all of this package, or some. */
public final class MicroBenchmarks {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroBenchmarks() {}

    /**
     * Runs. Blocks.
     *
     * @param pattern regular expression that a benchmark's name contains
     * @param forks virtual machines, one after the other; 0: this one, whose earlier life then counts
     * @param iterations of {@code each}, after half as many to warm up
     * @throws IllegalStateException if one fails
     */
    public static List<MicroResult> run(String pattern, int forks, int iterations, Duration each) {
        TimeValue time = TimeValue.milliseconds(each.toMillis());
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include(MicroBenchmarks.class.getPackageName() + ".*" + pattern)
                            .forks(forks)
                            .warmupIterations(Math.max(1, iterations / 2))
                            .warmupTime(time)
                            .measurementIterations(iterations)
                            .measurementTime(time)
                            .addProfiler(GCProfiler.class)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            return results.stream()
                    .map(MicroBenchmarks::result)
                    .sorted(Comparator.comparing(MicroResult::name))
                    .toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("A benchmark failed: " + e.getMessage(), e);
        }
    }

    private static MicroResult result(RunResult run) {
        String name = run.getParams().getBenchmark();
        return new MicroResult(
                name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                run.getPrimaryResult().getScore(),
                run.getPrimaryResult().getScoreError(),
                allocated(run));
    }

    private static double allocated(RunResult run) {
        Result<?> bytes = run.getSecondaryResults().get(ALLOCATED);
        if (bytes == null) {
            throw new IllegalStateException("This virtual machine does not tell what is allocated");
        }
        return bytes.getScore();
    }
}
