package io.yizhan.server.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.yizhan.config.InvalidSettingsException;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.config.ServerConfigReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the settings and the class path make of the ports; the ports of the tests are two of the JDK's interfaces. */
class PortCatalogTest {
    private static final Map<String, String> NEEDED = Map.of(
            "YIZHAN_MESH_SECRET", "0123456789abcdef0123456789abcdef", "YIZHAN_DATABASE_PASSWORD", "canary-password");
    private static final List<Port<?>> PORTS =
            List.of(new Port<>("sequencer", Readable.class, "redis"), new Port<>("positions", Reader.class, "redis"));

    /** Stands behind the first port, and says what it was configured with. */
    private record Speaking(String name, Map<String, String> settings) implements PortProvider<Readable> {
        @Override
        public Class<Readable> port() {
            return Readable.class;
        }

        @Override
        public PortOpener<Readable> configure(PortSettings taken) {
            if (settings.isEmpty()) {
                return context -> buffer -> -1;
            }
            String word = taken.text("word");
            int times = taken.integer("times", 1, 3);
            if (word.equals("nothing")) {
                taken.refuse("word", "Says nothing");
            }
            return context -> buffer -> new StringReader(word.repeat(times)).read(buffer);
        }
    }

    private static final PortProvider<Readable> SILENT = new Speaking("silent", Map.of());
    private static final PortProvider<Readable> LOUD = new Speaking("loud", Map.of("word", "hey", "times", "2"));

    private static ChosenPorts choose(List<PortProvider<?>> providers, String... arguments) {
        return choose(providers, NEEDED, arguments);
    }

    private static ChosenPorts choose(
            List<PortProvider<?>> providers, Map<String, String> environment, String... arguments) {
        ServerConfig config =
                ServerConfigReader.read(List.of(arguments), environment, PortCatalog.of(PORTS, providers));
        return config.ports();
    }

    private static List<String> errors(List<PortProvider<?>> providers, String... arguments) {
        List<String> errors = new ArrayList<>();
        assertThatThrownBy(() -> choose(providers, arguments))
                .isInstanceOf(InvalidSettingsException.class)
                .extracting(failure -> ((InvalidSettingsException) failure).errors(), list(String.class))
                .satisfies(errors::addAll);
        return errors;
    }

    private static String said(ChosenPorts chosen, PortContext context) throws InterruptedException, IOException {
        CharBuffer buffer = CharBuffer.allocate(100);
        ((Readable) chosen.openers().get(Readable.class).open(context)).read(buffer);
        return buffer.flip().toString();
    }

    @Test
    void leavesOursWhereTheyAre_whateverIsOnTheClassPath() {
        assertThat(choose(List.of(SILENT, LOUD)).openers()).isEmpty();
    }

    @Test
    void takesTheOneThatIsAskedFor_withItsSettings_fromEverySource() throws Exception {
        PortContext none = null;
        assertThat(said(choose(List.of(SILENT, LOUD), "--ports.sequencer=loud"), none))
                .isEqualTo("heyhey");
        Map<String, String> environment = new HashMap<>(NEEDED);
        environment.put("YIZHAN_PORTS_SEQUENCER", "loud");
        environment.put("YIZHAN_PORTS_SEQUENCER_LOUD_WORD", "ho");

        ChosenPorts chosen = choose(List.of(SILENT, LOUD), environment, "--ports.sequencer.loud.times=3");

        assertThat(said(chosen, none)).isEqualTo("hohoho");
        assertThat(chosen.toString()).isEqualTo("[Readable]");
    }

    @Test
    void namesThoseOnTheClassPath_whenAnotherIsAskedFor() {
        assertThat(errors(List.of(SILENT, LOUD), "--ports.sequencer=lowd"))
                .containsExactly("Needs one of those on the class path, [redis, loud, silent]: ports.sequencer=lowd");
    }

    @Test
    void tellsAllErrorsTogether_thoseOfThePortsAmongThem() {
        assertThat(errors(
                        List.of(LOUD),
                        "--ports.sequencer=loud",
                        "--ports.sequencer.loud.word=nothing",
                        "--ports.sequencer.loud.times=9",
                        "--ports.sequencer.loud.tmes=2",
                        "--ports.positions=mars",
                        "--client.port=x"))
                .containsExactlyInAnyOrder(
                        "Says nothing: ports.sequencer.loud.word=nothing",
                        "Needs a number from 1 to 3: ports.sequencer.loud.times=9",
                        "Unknown setting in the command line: ports.sequencer.loud.tmes",
                        "Needs one of those on the class path, [redis]: ports.positions=mars",
                        "Needs a number from 0 to 65535: client.port=x");
    }

    @Test
    void refusesProvidersThatCannotBeToldApart_orAreForNoPort() {
        assertThat(errors(List.of(LOUD, LOUD))).singleElement().asString().contains("second", "ports.sequencer=loud");
        assertThat(errors(List.of(new Speaking("redis", Map.of()))))
                .singleElement()
                .asString()
                .contains("second", "ports.sequencer=redis");
        assertThat(errors(List.of(new Speaking("Loud!", Map.of()))))
                .singleElement()
                .asString()
                .contains("Loud!");
        PortCatalog none = PortCatalog.of(List.of(), List.of(LOUD));
        assertThatThrownBy(() -> ServerConfigReader.read(List.of(), NEEDED, none))
                .hasMessageContaining(Speaking.class.getName());
    }
}
