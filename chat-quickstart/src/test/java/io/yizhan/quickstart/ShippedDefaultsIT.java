package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.client.console.ChatConsole;
import io.yizhan.config.KnownSecrets;
import io.yizhan.gate.WebGateApplication;
import io.yizhan.server.ChatServerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the jars of an installation bring along: neither the users of {@code bin/quickstart} nor a secret. */
class ShippedDefaultsIT {
    private static final Pattern DEMO_USER = Pattern.compile("(?i)\\b(alice|bob|carol)\\b");
    private static final Pattern KNOWN_PASSWORD = Pattern.compile("(?i)change[-_]?me|passw0rd|letmein|123456");
    /** In properties or YAML, what is set by a key that names a secret, unless that is nothing. */
    private static final Pattern SECRET = Pattern.compile(
            "(?im)^\\s*(?:[\\w.-]+\\.)?(?:password|secret|secret-key|token)\\s*[:=][ \\t]*(?!\"\"$)\\S.*$");

    /** The list of those that are refused. */
    private static final String REFUSED = entry(KnownSecrets.class);

    /** One file in a jar, as text whose characters are its bytes: class files hold their words as they are. */
    private record Entry(String name, String text) {
        List<String> find(Pattern pattern) {
            return pattern.matcher(text).results().map(MatchResult::group).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ChatServerMain.class, WebGateApplication.class, ChatConsole.class, KnownSecrets.class})
    void holdNoUserAndNoSecret(Class<?> ofJar) throws Exception {
        List<Entry> entries = entries(ofJar);

        assertThat(entries).extracting(Entry::name).contains(entry(ofJar));
        assertNothing(DEMO_USER, entries);
        assertNothing(
                KNOWN_PASSWORD,
                entries.stream().filter(entry -> !entry.name().equals(REFUSED)).toList());
        assertNothing(
                SECRET,
                entries.stream()
                        .filter(entry -> entry.name().matches(".*\\.(properties|ya?ml)"))
                        .toList());
    }

    private static void assertNothing(Pattern pattern, List<Entry> entries) {
        assertThat(entries)
                .allSatisfy(entry ->
                        assertThat(entry.find(pattern)).as(entry.name()).isEmpty());
    }

    private static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static List<Entry> entries(Class<?> ofJar) throws Exception {
        try (ZipFile jar = new ZipFile(jar(ofJar).toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> new Entry(entry.getName(), read(jar, entry)))
                    .toList();
        }
    }

    private static String read(ZipFile jar, ZipEntry entry) {
        try {
            return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read: " + entry, e);
        }
    }

    private static Path jar(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
