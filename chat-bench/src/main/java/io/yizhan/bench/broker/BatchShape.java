package io.yizhan.bench.broker;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** How large batches are: sizes drawn as often as they were seen. */
final class BatchShape {
    private final NavigableMap<Long, Integer> sizeByRank = new TreeMap<>();
    private final long batches;

    /**
     * Sizes as they were seen.
     *
     * @param sizes how many batches there were of each number of messages; at least one
     */
    BatchShape(SortedMap<Integer, Long> sizes) {
        long ranks = 0;
        for (Map.Entry<Integer, Long> entry : sizes.entrySet()) {
            sizeByRank.put(ranks, entry.getKey());
            ranks += entry.getValue();
        }
        if (ranks < 1) {
            throw new IllegalArgumentException("No batches to take sizes from: " + sizes);
        }
        this.batches = ranks;
    }

    int draw(RandomGenerator random) {
        return sizeByRank.floorEntry(random.nextLong(batches)).getValue();
    }
}
