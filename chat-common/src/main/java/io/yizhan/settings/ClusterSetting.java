package io.yizhan.settings;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A setting of the cluster.
 *
 * @param name what operators call it
 * @param type of its values
 * @param example of how one is written, for people
 * @param format reads a JSON object; throws IllegalArgumentException, saying why, for what is no such value
 */
public record ClusterSetting<T>(String name, Class<T> type, String example, Function<JsonNode, T> format) {}
