package io.yizhan.bench.command;

import io.yizhan.bench.result.ResultJson;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a result goes for other programs. */
final class JsonOption {
    @Option(names = "--json", paramLabel = "FILE", description = "write the result there")
    private @Nullable Path file;

    /** Writes it, if that was asked for. */
    void write(Object result) throws IOException {
        if (file != null) {
            new ResultJson().write(file, result);
        }
    }
}
