package io.yizhan.bench.command;

import io.yizhan.bench.result.ComparisonText;
import io.yizhan.bench.result.LoadPage;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Shows two results that --json wrote side by side, with ratios.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A.json", description = "the one before")
    private Path before;

    @Parameters(index = "1", paramLabel = "B.json", description = "the one after")
    private Path after;

    @Option(names = "--html", paramLabel = "FILE", description = "write both there as one page with plots")
    private @Nullable Path page;

    @Override
    public Integer call() throws IOException {
        ResultJson json = new ResultJson();
        List<LoadResult> both = List.of(json.read(before), json.read(after));
        try (Console console = new Console(spec.commandLine())) {
            console.result(ComparisonText.of(both.get(0), both.get(1)));
        }
        if (page != null) {
            Files.writeString(page, LoadPage.of(both));
        }
        return 0;
    }
}
