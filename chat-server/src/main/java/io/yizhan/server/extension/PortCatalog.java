package io.yizhan.server.extension;

import io.yizhan.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that can be swapped, and what there is on the class path to stand behind them. One thread. */
public final class PortCatalog {
    private static final Logger log = LoggerFactory.getLogger(PortCatalog.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final List<Port<?>> ports;
    /** By the setting that asks for it: {@code ports.<port>=<name>}. */
    private final SortedMap<String, Found> found = new TreeMap<>();

    private final List<String> errors = new ArrayList<>();

    private PortCatalog(List<Port<?>> ports) {
        this.ports = List.copyOf(ports);
    }

    /** Looks on the class path. What is wrong there is told by {@link #choose}. */
    public static PortCatalog load(List<Port<?>> ports) {
        PortCatalog catalog = new PortCatalog(ports);
        try {
            ServiceLoader.load(PortProvider.class).forEach(catalog::add);
        } catch (ServiceConfigurationError e) {
            log.debug("A provider cannot be loaded", e);
            catalog.errors.add("A provider of a port on the class path cannot be used: " + e.getMessage());
        }
        return catalog;
    }

    /** A catalog of exactly these. */
    public static PortCatalog of(List<Port<?>> ports, List<PortProvider<?>> providers) {
        PortCatalog catalog = new PortCatalog(ports);
        providers.forEach(catalog::add);
        return catalog;
    }

    private void add(PortProvider<?> provider) {
        String who = provider.getClass().getName();
        Optional<Port<?>> port = ports.stream()
                .filter(each -> each.type().equals(provider.port()))
                .findAny();
        if (port.isEmpty()) {
            errors.add("A provider of something that is no port which can be swapped: " + who);
        } else if (!NAME.matcher(provider.name()).matches()) {
            errors.add(
                    "A provider's name is not of small letters, digits and hyphens: " + who + ", " + provider.name());
        } else {
            Found one = new Found(port.get(), provider);
            if (provider.name().equals(port.get().own()) || found.putIfAbsent(one.setting(), one) != null) {
                errors.add("A second implementation with the name of another: " + one.setting() + ", " + who);
            }
        }
    }

    /** The settings of all implementations that were found, with their defaults. */
    public Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        found.values()
                .forEach(one ->
                        one.provider().settings().forEach((key, value) -> defaults.put(one.prefix() + key, value)));
        return defaults;
    }

    /** Takes which implementations are asked for, with their settings; whatever is wrong is noted there. */
    public ChosenPorts choose(Settings settings) {
        errors.forEach(settings::refuse);
        Map<Class<?>, PortOpener<?>> openers = new HashMap<>();
        for (Port<?> port : ports) {
            String name = settings.text(port.key());
            Found one = found.get(port.key() + "=" + name);
            if (one != null) {
                configure(one, settings).ifPresent(opener -> openers.put(port.type(), opener));
            } else if (!name.isEmpty() && !name.equals(port.own())) {
                settings.refuse(
                        "Needs one of those on the class path, " + names(port) + ": " + port.key() + "=" + name);
            }
        }
        return new ChosenPorts(openers);
    }

    private List<String> names(Port<?> port) {
        Stream<String> others = found.values().stream()
                .filter(one -> one.port().equals(port))
                .map(one -> one.provider().name());
        return Stream.concat(Stream.of(port.own()), others).toList();
    }

    private static Optional<PortOpener<?>> configure(Found one, Settings settings) {
        try {
            return Optional.of(one.provider().configure(new PortSettings(settings, one.prefix())));
        } catch (RuntimeException e) {
            log.debug("A port cannot be configured", e);
            settings.refuse("Cannot be configured (" + e + "): " + one.setting());
            return Optional.empty();
        }
    }

    /** An implementation on the class path. */
    private record Found(Port<?> port, PortProvider<?> provider) {
        String setting() {
            return port.key() + "=" + provider.name();
        }

        String prefix() {
            return port.key() + "." + provider.name() + ".";
        }
    }
}
