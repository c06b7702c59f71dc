package io.yizhan.server.extension;

/**
 * A port that can be swapped.
 *
 * @param name {@code ports.<name>} says what stands behind it
 * @param type its interface
 * @param own what the settings call our own implementation
 */
public record Port<T>(String name, Class<T> type, String own) {
    /** The setting that says which implementation to take. */
    public String key() {
        return "ports." + name;
    }
}
