package io.yizhan.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One run: what is done to the system, and the seed of all that it does not say. Its text says all of it again. */
record Script(long seed, List<Action> actions) {
    static Script parse(String text) {
        String[] parts = text.split(":", 2);
        return new Script(
                Long.parseLong(parts[0]),
                parts[1].isEmpty()
                        ? List.of()
                        : Arrays.stream(parts[1].split(",")).map(Action::parse).toList());
    }

    @Override
    public String toString() {
        return seed + ":" + actions.stream().map(Action::toString).collect(Collectors.joining(","));
    }
}
