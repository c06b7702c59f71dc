package io.yizhan.server.state.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A list split by key, so that each part is one script call; the answers come back in the order of the list.
 *
 * @param size of the list
 * @param places where each part's items stood in the list
 * @param parts the items of each key, in order
 */
record Batches<K, T>(int size, Map<K, List<Integer>> places, Map<K, List<T>> parts) {
    static <K, T> Batches<K, T> of(List<T> items, Function<T, K> key) {
        Map<K, List<Integer>> places = new LinkedHashMap<>();
        Map<K, List<T>> parts = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            K of = key.apply(items.get(i));
            places.computeIfAbsent(of, any -> new ArrayList<>()).add(i);
            parts.computeIfAbsent(of, any -> new ArrayList<>()).add(items.get(i));
        }
        return new Batches<>(items.size(), places, parts);
    }

    /** One result for each part, in the order in which the keys first stood in the list. */
    <R> List<R> map(BiFunction<K, List<T>, R> function) {
        List<R> results = new ArrayList<>(parts.size());
        parts.forEach((key, part) -> results.add(function.apply(key, part)));
        return results;
    }

    /**
     * What {@code split} makes of the answer to each part, put back in the order of the list.
     *
     * @param answers one for each part, as {@link #map} ordered them
     * @throws IllegalStateException if an answer has not one result for each item
     */
    <A, R> List<R> inOrder(List<A> answers, BiFunction<List<T>, A, List<R>> split) {
        Map<Integer, R> byPlace = new LinkedHashMap<>();
        int part = 0;
        for (Map.Entry<K, List<Integer>> entry : places.entrySet()) {
            List<R> results = split.apply(parts.getOrDefault(entry.getKey(), List.of()), answers.get(part++));
            if (results.size() != entry.getValue().size()) {
                throw new IllegalStateException("Got " + results.size() + " answers, not "
                        + entry.getValue().size() + ", for: " + entry.getKey());
            }
            for (int i = 0; i < results.size(); i++) {
                byPlace.put(entry.getValue().get(i), results.get(i));
            }
        }
        List<R> ordered = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            ordered.add(byPlace.get(i));
        }
        return ordered;
    }
}
