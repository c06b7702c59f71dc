package io.yizhan.server.state;

import java.util.function.Function;

/**
 * A setting of the cluster.
 *
 * @param name what operators call it
 * @param type of its values
 * @param format reads what was written as JSON; throws IllegalArgumentException, saying why, for what is no such value
 */
public record ClusterSetting<T>(String name, Class<T> type, Function<String, T> format) {}
