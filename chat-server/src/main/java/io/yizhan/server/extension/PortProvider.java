package io.yizhan.server.extension;

import java.util.Map;

/**
 * Offers an implementation of a port. It is found by {@link java.util.ServiceLoader}, so it has a public constructor
 * without parameters and is named in {@code META-INF/services/io.yizhan.server.extension.PortProvider}; it is used when
 * {@code ports.<port>} is set to its name. Called by one thread.
 *
 * @param <T> the port
 */
public interface PortProvider<T> {
    /** The interface of the port. */
    Class<T> port();

    /** What the settings call it: small letters, digits and hyphens; not a name that the port has already. */
    String name();

    /**
     * The settings that it takes, with their defaults: {@code path} is set as {@code ports.<port>.<name>.path}. Empty
     * for none; others are refused at start.
     */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * Reads its settings, if it is the one that is asked for. What is wrong with them is told together with all other
     * errors, so nothing is opened here.
     */
    PortOpener<T> configure(PortSettings settings);
}
