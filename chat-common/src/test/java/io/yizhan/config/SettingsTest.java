package io.yizhan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path dir;

    @Test
    void takesTheDefaults_whenNothingElseIsSaid() {
        Settings settings = read(List.of(), Map.of());

        assertThat(settings.port("client.port")).isEqualTo(7000);
        assertThat(settings.duration("client.wait", Duration.ZERO, Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.bytes("client.frame-size", 1, 1 << 24)).isEqualTo(1 << 20);
        assertThat(settings.choice("mode", Thread.State.class)).isEqualTo(Thread.State.NEW);
        assertThat(settings.flag("verbose")).isFalse();
        settings.check();
    }

    @Test
    void letsTheLaterSourceWin_fileThenEnvironmentThenArgument() throws IOException {
        Path file = Files.writeString(dir.resolve("a.properties"), "client.port=1\nclient.wait=1s\nverbose=true\n");

        Settings settings = read(
                List.of("--client.port=3", "--config", file.toString()),
                Map.of("YIZHAN_CLIENT_PORT", "2", "YIZHAN_CLIENT_WAIT", "2s"));

        assertThat(settings.port("client.port")).isEqualTo(3);
        assertThat(settings.duration("client.wait", Duration.ZERO, Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.flag("verbose")).isTrue();
    }

    @Test
    void listsAllErrorsAtOnce_andNeverASecret() throws IOException {
        Path file = Files.writeString(dir.resolve("a.properties"), "no.such.key=1\n");
        Settings settings = read(
                List.of(
                        "--config=" + file,
                        "--client.port=70000",
                        "--client.wait=5",
                        "--mesh.secret=short",
                        "nonsense"),
                Map.of("YIZHAN_CLIENT_FRAME_SIZE", "9GiB", "YIZHAN_MODE", "OLD", "YIZHAN_VERBOSE", "yes"));

        settings.port("client.port");
        settings.duration("client.wait", Duration.ZERO, Duration.ofMinutes(1));
        settings.bytes("client.frame-size", 1, 1 << 24);
        settings.secret("mesh.secret", 32);
        settings.choice("mode", Thread.State.class);
        settings.flag("verbose");

        assertThatThrownBy(settings::check)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContainingAll(
                        "no.such.key",
                        "client.port=70000",
                        "client.wait=5",
                        "client.frame-size=9GiB",
                        "mesh.secret",
                        "mode=OLD",
                        "verbose=yes",
                        "nonsense")
                .hasMessageNotContaining("short");
    }

    @Test
    void takesAValueBehindItsKeyToo_andSmallLetters() {
        Settings settings = read(List.of("--client.port", "3", "--mode", "runnable", "--verbose=true"), Map.of());

        assertThat(settings.port("client.port")).isEqualTo(3);
        assertThat(settings.choice("mode", Thread.State.class)).isEqualTo(Thread.State.RUNNABLE);
        assertThat(settings.flag("verbose")).isTrue();
        settings.check();
    }

    @Test
    void namesAKeyWithoutAValue() {
        assertThatThrownBy(() -> read(List.of("--client.port"), Map.of()).check())
                .hasMessageContaining("--client.port");
    }

    @Test
    void namesTheFile_whenItCannotBeRead() {
        Settings settings = read(List.of("--config", dir.resolve("absent").toString()), Map.of());

        assertThatThrownBy(settings::check).hasMessageContaining("absent");
    }

    private static Settings read(List<String> arguments, Map<String, String> environment) {
        return SettingsSource.read(SettingsTest.class, "test-defaults.properties", arguments, environment);
    }
}
