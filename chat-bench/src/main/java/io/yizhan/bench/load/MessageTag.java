package io.yizhan.bench.load;

import java.util.Optional;

/**
 * What tells a message of a run apart, written at the head of its text.
 *
 * @param run its name, without blanks
 * @param pair the number of the pair, or of the conversation
 * @param number of the pair's messages of this run, from 0
 * @param dueNanos when it was meant to be sent, as {@link System#nanoTime()} of the generator counts
 */
record MessageTag(String run, int pair, int number, long dueNanos) {
    private static final int PARTS = 4;
    private static final String END = ";";

    /** The text that carries it, filled up to {@code bytes}. */
    String text(int bytes) {
        String head = run + " " + pair + " " + number + " " + dueNanos + END;
        return head + ".".repeat(Math.max(0, bytes - head.length()));
    }

    /** The tag of a text; empty if it is of nobody here. */
    static Optional<MessageTag> parse(String text) {
        int end = text.indexOf(END);
        String[] parts = text.substring(0, Math.max(0, end)).split(" ");
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MessageTag(
                    parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Long.parseLong(parts[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
