package io.yizhan.settings;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A setting as it was written: a JSON object with the members of its value, and beside them {@code "by"}, who wrote it.
 *
 * @param value without {@code "by"}
 * @param by empty if it is not said
 * @param atMs when, in Unix epoch milliseconds
 */
public record WrittenSetting(String value, String by, long atMs) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BY = "by";

    /** Takes apart what stands in the store; what is no JSON object is all value. */
    static WrittenSetting of(String text, long atMs) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                JsonNode by = object.remove(BY);
                return new WrittenSetting(object.toString(), by == null ? "" : by.asString(""), atMs);
            }
        } catch (JacksonException e) {
            return new WrittenSetting(text, "", atMs); // shown to operators as it is
        }
        return new WrittenSetting(text, "", atMs);
    }

    /** @throws IllegalArgumentException if {@code value} is no JSON object */
    static String text(String value, String by) {
        return ((ObjectNode) object(value)).put(BY, by).toString();
    }

    /**
     * Reads it as what it is a setting of.
     *
     * @throws IllegalArgumentException saying why it is none
     */
    public <T> T as(ClusterSetting<T> setting) {
        return setting.format().apply(object(value));
    }

    /** As it is to be written now; checked. */
    public static <T> T read(ClusterSetting<T> setting, String value) {
        return new WrittenSetting(value, "", 0).as(setting);
    }

    private static JsonNode object(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("Not a JSON object");
    }
}
