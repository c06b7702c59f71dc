package io.yizhan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table that people read says what the program does. */
class ConfigurationDocTest {
    @Test
    void listsEverySettingWithItsDefault() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = ServerConfigReader.class.getResourceAsStream("chat-server.properties")) {
            defaults.load(in);
        }
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        assertThat(defaults.stringPropertyNames().stream()
                        .map(key -> row(key, defaults.getProperty(key)))
                        .filter(row -> !page.contains(row))
                        .collect(Collectors.toList()))
                .isEmpty();
    }

    private static String row(String key, String value) {
        return "| `" + key + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " |";
    }
}
