package io.yizhan.server.operations;

import io.yizhan.server.state.ClusterSetting;
import io.yizhan.server.state.SettingsDesk;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code bin/chatctl config}: what holds for all workers at once, from one moment to the next. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Settings of the whole cluster; workers follow within 2 s, without a restart.")
public final class ConfigCommand {
    private final Supplier<SettingsDesk> desks;
    private final List<ClusterSetting<?>> known;
    private final JsonMapper json = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec;

    /**
     * @param desks opens one for each command that runs
     * @param known what may be set
     */
    public ConfigCommand(Supplier<SettingsDesk> desks, List<ClusterSetting<?>> known) {
        this.desks = desks;
        this.known = known;
    }

    @Command(description = "Lists all settings and what they are.", mixinStandardHelpOptions = true)
    int list() {
        try (SettingsDesk desk = desks.get()) {
            SortedMap<String, String> all = desk.all();
            known.forEach(setting -> all.putIfAbsent(setting.name(), "(not set: as each worker is configured)"));
            all.forEach((name, text) -> out().println(name + "  " + text));
            return 0;
        }
    }

    @Command(
            description = "Sets one: config set login-policy policy=LIMITED limit=3 collision=REFUSE_NEW",
            mixinStandardHelpOptions = true)
    int set(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "MEMBER=VALUE", arity = "1..*") Map<String, String> members) {
        ClusterSetting<?> setting = find(name);
        String text = text(members);
        Object value = read(setting, text);
        try (SettingsDesk desk = desks.get()) {
            desk.set(name, text);
            out().println(name + "  " + value);
            return 0;
        }
    }

    @Command(
            description = "Takes one back: from then on each worker's own configuration counts.",
            mixinStandardHelpOptions = true)
    int unset(@Parameters(paramLabel = "NAME") String name) {
        try (SettingsDesk desk = desks.get()) {
            out().println(name + (desk.unset(name) ? "  not set any more" : "  was not set"));
            return 0;
        }
    }

    private ClusterSetting<?> find(String name) {
        return known.stream()
                .filter(setting -> setting.name().equals(name))
                .findAny()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "No such setting, there are "
                                + known.stream().map(ClusterSetting::name).toList() + ": " + name));
    }

    private Object read(ClusterSetting<?> setting, String text) {
        try {
            return setting.format().apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "Not a value of " + setting.name() + ": " + e.getMessage());
        }
    }

    private String text(Map<String, String> members) {
        ObjectNode object = json.createObjectNode();
        members.forEach((member, value) -> {
            if (value.matches("\\d{1,9}")) {
                object.put(member, Integer.parseInt(value));
            } else {
                object.put(member, value);
            }
        });
        return json.writeValueAsString(object);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
