package io.yizhan.bench.command;

import io.yizhan.bench.result.LoadPage;
import io.yizhan.bench.result.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the result of one load goes, besides the terminal. */
final class OutputOptions {
    @Mixin
    private JsonOption json;

    @Option(names = "--html", paramLabel = "FILE", description = "write the result there as one page with plots")
    private @Nullable Path page;

    void write(LoadResult result) throws IOException {
        json.write(result);
        if (page != null) {
            Files.writeString(page, LoadPage.of(List.of(result)));
        }
    }

    JsonOption json() {
        return json;
    }
}
