package io.yizhan.server.state.redis;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Some of the parts that conversations are spread over, for an operator to read.
 *
 * @param ascending their numbers
 */
record PartNumbers(List<Integer> ascending) {
    /** Those of the guards, which are in the order of their parts, whose index is wanted. */
    static PartNumbers of(List<SeenGuard> guards, IntPredicate wanted) {
        return new PartNumbers(IntStream.range(0, guards.size())
                .filter(wanted)
                .mapToObj(index -> ConversationKeys.partOf(guards.get(index).key()))
                .toList());
    }

    boolean isEmpty() {
        return ascending.isEmpty();
    }

    /** As in {@code 0-3, 7}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int first = 0; first < ascending.size(); ) {
            int last = first;
            while (last + 1 < ascending.size() && ascending.get(last + 1) == ascending.get(last) + 1) {
                last++;
            }
            text.append(first == 0 ? "" : ", ").append(ascending.get(first));
            text.append(last == first ? "" : "-" + ascending.get(last));
            first = last + 1;
        }
        return text.toString();
    }
}
