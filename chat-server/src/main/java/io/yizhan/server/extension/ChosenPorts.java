package io.yizhan.server.extension;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the settings put in the place of our own implementations.
 *
 * @param openers by the port's interface; ours stands behind a port that is not named
 */
public record ChosenPorts(Map<Class<?>, PortOpener<?>> openers) {
    public ChosenPorts {
        openers = Map.copyOf(openers);
    }

    /** The ports only, since an opener may hold secrets. */
    @Override
    public String toString() {
        return openers.keySet().stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(",", "[", "]"));
    }
}
