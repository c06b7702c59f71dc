package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.server.extension.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/extending.md names every port that can be swapped, what stands behind it, and every contract there is. */
class ExtendingDocTest {
    private static final Path PAGE = Path.of("..", "docs", "extending.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z-]+)` \\| `[a-z]+\\.(\\w+)`[^|]* \\| `([a-z]+)` \\| (.*) \\|");
    /** Contracts of ports that nobody else's implementation can stand behind. */
    private static final Set<String> NOT_SWAPPED = Set.of(
            "RelationDirectoryContract",
            "ClusterSettingsContract",
            "PeerTransportContract",
            "LinkedPeersContract",
            "PresenceBoardContract");

    private static final Pattern CONTRACT = Pattern.compile("`(\\w+Contract)`");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)");

    private static List<MatchResult> found(Pattern pattern, CharSequence in) {
        return pattern.matcher(in).results().toList();
    }

    @Test
    void listsThePortsAsTheyAre() throws IOException {
        List<String> rows = found(ROW, Files.readString(PAGE)).stream()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        SwappablePorts.ALL.stream().map(ExtendingDocTest::line).toList());
    }

    private static String line(Port<?> port) {
        return port.name() + " " + port.type().getSimpleName() + " " + port.own();
    }

    @Test
    void namesAContractForEachPort_andLeavesNoneOut() throws IOException {
        List<MatchResult> rows = found(ROW, Files.readString(PAGE));
        Set<String> named = rows.stream()
                .flatMap(row -> found(CONTRACT, row.group(4)).stream().map(name -> name.group(1)))
                .collect(Collectors.toSet());

        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(found(CONTRACT, row.group(4))).isNotEmpty());
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
            assertThat(sources.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith("Contract.java"))
                            .map(name -> name.replace(".java", ""))
                            .filter(name -> !NOT_SWAPPED.contains(name)))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void linksToFilesThatExist() throws IOException {
        assertThat(found(LINK, Files.readString(PAGE)))
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(PAGE.resolveSibling(link.group(1))).exists());
    }
}
