package io.yizhan.server.operations;

import io.yizhan.settings.ClusterSetting;
import io.yizhan.settings.SettingCatalog;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.WrittenSetting;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code bin/chatctl config}: what holds for the whole cluster at once, from one moment to the next. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Settings of the whole cluster; workers and gates follow within 2 s, without a restart.")
public final class ConfigCommand {
    private final Supplier<? extends SettingsDesk> desks;
    private final String operator;
    private final JsonMapper json = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec;

    /**
     * @param desks opens one for each command that runs
     * @param operator who runs it
     */
    public ConfigCommand(Supplier<? extends SettingsDesk> desks, String operator) {
        this.desks = desks;
        this.operator = operator;
    }

    @Command(description = "Lists all settings: what they are, who set them and when.", mixinStandardHelpOptions = true)
    int list() {
        try (SettingsDesk desk = desks.get()) {
            SortedMap<String, WrittenSetting> all = desk.all();
            for (ClusterSetting<?> setting : SettingCatalog.all()) {
                if (!all.containsKey(setting.name())) {
                    out().println(setting.name() + "  (not set, for example: " + setting.example() + ")");
                }
            }
            all.forEach((name, written) -> out().println(name + "  " + written.value() + "  "
                    + (written.by().isEmpty() ? "" : "by " + written.by() + " ")
                    + "at " + Instant.ofEpochMilli(written.atMs())));
            return 0;
        }
    }

    @Command(description = "Shows one.", mixinStandardHelpOptions = true)
    int get(@Parameters(paramLabel = "NAME") String name) {
        ClusterSetting<?> setting = find(name);
        try (SettingsDesk desk = desks.get()) {
            WrittenSetting written = desk.all().get(setting.name());
            if (written == null) {
                out().println("(not set)");
                return 1;
            }
            out().println(written.value());
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
        check(setting, text);
        try (SettingsDesk desk = desks.get()) {
            Object value = desk.set(setting, text, operator);
            out().println(name + "  " + value);
            return 0;
        }
    }

    @Command(
            description = "Takes one back: from then on each program's own configuration counts.",
            mixinStandardHelpOptions = true)
    int unset(@Parameters(paramLabel = "NAME") String name) {
        try (SettingsDesk desk = desks.get()) {
            out().println(name + (desk.unset(name) ? "  not set any more" : "  was not set"));
            return 0;
        }
    }

    private ClusterSetting<?> find(String name) {
        return SettingCatalog.find(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "No such setting, there are " + SettingCatalog.names() + ": " + name));
    }

    /** Before anything is connected to. */
    private void check(ClusterSetting<?> setting, String text) {
        try {
            WrittenSetting.read(setting, text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "Not a value of " + setting.name() + ": " + e.getMessage());
        }
    }

    /** Numbers, truths and lists as such, all else as text. */
    private String text(Map<String, String> members) {
        ObjectNode object = json.createObjectNode();
        members.forEach((member, value) -> {
            if (value.matches("\\d{1,9}")) {
                object.put(member, Integer.parseInt(value));
            } else if (value.equals("true") || value.equals("false")) {
                object.put(member, Boolean.parseBoolean(value));
            } else if (value.startsWith("[")) {
                object.set(member, list(value));
            } else {
                object.put(member, value);
            }
        });
        return json.writeValueAsString(object);
    }

    private JsonNode list(String value) {
        try {
            return json.readTree(value);
        } catch (JacksonException e) {
            throw new ParameterException(spec.commandLine(), "Not a list: " + value, e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
