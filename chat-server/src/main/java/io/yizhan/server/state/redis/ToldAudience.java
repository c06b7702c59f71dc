package io.yizhan.server.state.redis;

import io.yizhan.identity.Incarnation;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.Allocation.Audience;
import io.yizhan.server.state.Allocation.Fresh;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the numbering script adds for a group (see group.lua).
 *
 * @param changed one for each message that got a number
 */
record ToldAudience(List<Long> changed, Set<Incarnation> workers) {
    static ToldAudience parse(String told) {
        String[] halves = told.split(",", -1);
        return new ToldAudience(
                words(halves[0]).map(Long::parseLong).toList(),
                words(halves[1]).map(RedisGroupDirectory::worker).collect(Collectors.toUnmodifiableSet()));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty());
    }

    /** The same answers, those that are fresh with their audience. */
    List<Allocation> of(List<Allocation> allocations) {
        Iterator<Long> next = changed.iterator();
        List<Allocation> told = new ArrayList<>(allocations.size());
        for (Allocation one : allocations) {
            told.add(one instanceof Fresh fresh ? new Fresh(fresh.place(), new Audience(workers, next.next())) : one);
        }
        return told;
    }
}
