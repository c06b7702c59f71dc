package io.yizhan.settings;

import tools.jackson.databind.JsonNode;

/**
 * What users may do who are no friends: {@code {"mayWrite":false}}.
 *
 * @param mayWrite whether one need not be somebody's friend to write to him
 */
public record Strangers(boolean mayWrite) {
    public static final ClusterSetting<Strangers> SETTING =
            new ClusterSetting<>("strangers", Strangers.class, "mayWrite=false", Strangers::read);

    private static Strangers read(JsonNode root) {
        return new Strangers(new Members(root, "mayWrite").flag("mayWrite"));
    }

    @Override
    public String toString() {
        return mayWrite ? "may write" : "may not write";
    }
}
