package io.yizhan.bench.command;

import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.profile.Profile;
import io.yizhan.bench.result.ProfileResult;
import io.yizhan.bench.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a run is looked into, and where what was found goes. */
final class ProfileOption {
    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description =
                    "with --embedded: what workers and gate run in the measured seconds (of connections the idle ones, of"
                            + " offline those of catching up), by Flight Recorder; of each a table, and there its JSON,"
                            + " a flame graph (SVG) and the recording")
    private @Nullable Path directory;

    boolean isOn() {
        return directory != null;
    }

    /** Ends the processes that record, and tells what they ran in this time; nothing if that was not asked for. */
    void write(Console console, Target cluster, Instant from, Instant to) throws IOException {
        if (directory == null) {
            return;
        }
        Files.createDirectories(directory);
        for (Map.Entry<String, Path> each : cluster.recordings().entrySet()) {
            Profile profile = Profile.read(each.getKey(), each.getValue(), from, to);
            ProfileResult result = profile.result();
            console.result(result.text());
            new ResultJson().write(directory.resolve(each.getKey() + ".json"), result);
            Files.writeString(directory.resolve(each.getKey() + ".svg"), profile.flameGraph());
            Files.copy(each.getValue(), directory.resolve(each.getKey() + ".jfr"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
