package io.yizhan.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Gathers a program's settings; a later source overrides an earlier one: the defaults (a properties resource, which
 * names every key there is), {@code --config FILE}, the environment ({@code YIZHAN_MESH_PORT} for {@code mesh.port}),
 * and arguments ({@code --mesh.port=7100} or {@code --mesh.port 7100}).
 */
public final class SettingsSource {
    private static final String CONFIG = "--config";
    private static final String ENVIRONMENT_PREFIX = "YIZHAN_";

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();

    private SettingsSource() {}

    /**
     * Reads all sources.
     *
     * @param defaults a resource beside {@code owner}; a key with an empty value has no default
     * @return the settings, with whatever was wrong so far noted in them
     */
    public static Settings read(
            Class<?> owner, String defaults, List<String> arguments, Map<String, String> environment) {
        return read(owner, defaults, Map.of(), arguments, environment);
    }

    /**
     * As the other, for a program whose parts have settings of their own.
     *
     * @param more the defaults of those; they name further keys
     */
    public static Settings read(
            Class<?> owner,
            String defaults,
            Map<String, String> more,
            List<String> arguments,
            Map<String, String> environment) {
        SettingsSource source = new SettingsSource();
        source.readDefaults(owner, defaults);
        source.values.putAll(more);
        source.readArguments(arguments, true);
        source.readEnvironment(environment);
        source.readArguments(arguments, false);
        return new Settings(source.values, source.errors);
    }

    private void readDefaults(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Not on the class path: " + resource);
            }
            Properties properties = new Properties();
            properties.load(in);
            properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the defaults: " + resource, e);
        }
    }

    private void readArguments(List<String> arguments, boolean files) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(CONFIG)) {
                i++;
                if (i == arguments.size()) {
                    note(files, CONFIG + " needs a file");
                } else if (files) {
                    readFile(Path.of(arguments.get(i)));
                }
            } else if (argument.startsWith(CONFIG + "=")) {
                if (files) {
                    readFile(Path.of(argument.substring(CONFIG.length() + 1)));
                }
            } else if (isKeyAlone(argument) && i + 1 < arguments.size()) {
                i++;
                if (!files) {
                    readOption(argument + "=" + arguments.get(i));
                }
            } else if (!files) {
                readOption(argument);
            }
        }
    }

    private static boolean isKeyAlone(String argument) {
        return argument.startsWith("--") && argument.indexOf('=') < 0;
    }

    private void readOption(String argument) {
        int equals = argument.indexOf('=');
        if (!argument.startsWith("--") || equals < 0) {
            errors.add("Not of the form --key=value: " + argument);
        } else {
            put(argument.substring(2, equals), argument.substring(equals + 1), "the command line");
        }
    }

    private void readFile(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            errors.add("Could not read the configuration file (" + e + "): " + file);
        }
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(key -> put(key, properties.getProperty(key), file.toString()));
    }

    private void readEnvironment(Map<String, String> environment) {
        List<String> keys = List.copyOf(values.keySet());
        for (String key : keys) {
            String value = environment.get(ENVIRONMENT_PREFIX
                    + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
            if (value != null) {
                values.put(key, value);
            }
        }
    }

    private void put(String key, String value, String where) {
        if (values.containsKey(key)) {
            values.put(key, value.strip());
        } else {
            errors.add("Unknown setting in " + where + ": " + key);
        }
    }

    private void note(boolean once, String error) {
        if (once) {
            errors.add(error);
        }
    }
}
