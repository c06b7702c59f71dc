package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing of ours reads a whole set of Redis that may be large, neither a script nor a call. */
class NoWholeSetsTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/io/yizhan/server/state/redis");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/main/java"), Path.of("../chat-common/src/main/java"), Path.of("../web-gate/src/main/java"));

    /** Give all that there is under a key, or all keys. */
    private static final Pattern IN_A_SCRIPT = Pattern.compile(
            "'(SMEMBERS|KEYS|SCAN|HGETALL|HKEYS|HVALS|SINTER|SUNION|SDIFF|SORT)'|'(ZRANGE|LRANGE)'[^)]*0, *-1");

    private static final Pattern IN_A_CALL = Pattern.compile(
            "\\.(smembers|keys|hgetAll|hkeys|hvals|sinter|sunion|sdiff|sort|scan)\\((\"|[A-Za-z]*[kK]ey)");

    /**
     * There a key holds the positions of two sides or of one member, the sessions of one user, or one device's cursors.
     */
    private static final Set<String> BOUNDED = Set.of(
            "positions.lua",
            "restore.lua",
            "find.lua",
            "register.lua",
            "hold.lua",
            "sweep.lua",
            "RedisCursors.java",
            "RedisSessionBook.java");

    @Test
    void noScriptReadsAWholeSet() throws IOException {
        Map<String, List<String>> found;
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            found = scripts.filter(path -> path.toString().endsWith(".lua"))
                    .filter(path -> !BOUNDED.contains(path.getFileName().toString()))
                    .collect(Collectors.toMap(
                            path -> path.getFileName().toString(), path -> matches(IN_A_SCRIPT, path)));
        }
        assertThat(found)
                .hasSizeGreaterThan(20)
                .allSatisfy((script, whole) -> assertThat(whole).as(script).isEmpty());
    }

    @Test
    void noCallReadsAWholeSet() throws IOException {
        for (Path root : SOURCES) {
            try (Stream<Path> sources = Files.walk(root)) {
                sources.filter(path -> path.toString().endsWith(".java"))
                        .filter(path -> text(path).contains("redis.clients"))
                        .filter(path -> !BOUNDED.contains(path.getFileName().toString()))
                        .forEach(path -> assertThat(matches(IN_A_CALL, path))
                                .as(path.toString())
                                .isEmpty());
            }
        }
    }

    @Test
    void wouldFind_whatReadsAWholeSet() {
        assertThat(IN_A_SCRIPT.matcher("redis.call('SMEMBERS', KEYS[1])").find())
                .isTrue();
        assertThat(IN_A_SCRIPT.matcher("redis.call('ZRANGE', KEYS[1], 0, -1)").find())
                .isTrue();
        assertThat(IN_A_CALL.matcher("client.smembers(setKey)").find()).isTrue();
    }

    private static List<String> matches(Pattern pattern, Path path) {
        return pattern.matcher(text(path)).results().map(MatchResult::group).toList();
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
