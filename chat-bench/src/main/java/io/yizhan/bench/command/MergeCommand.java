package io.yizhan.bench.command;

import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.MergedResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.bench.result.ResultText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench merge}. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = "Makes one result of those of several generators that ran side by side (--begin-at), which --json"
                + " wrote: counts and percentiles are those of all messages, and what one lost is lost.")
final class MergeCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RESULT.json", description = "of the same workload")
    private List<Path> files = List.of();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        ResultJson json = new ResultJson();
        List<LoadResult> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(json.read(file));
        }
        try (Console console = new Console(spec.commandLine())) {
            LoadResult merged = MergedResult.of(parts);
            console.result(ResultText.of(merged));
            output.write(merged);
            return merged.isClean() ? 0 : BROKEN;
        }
    }
}
