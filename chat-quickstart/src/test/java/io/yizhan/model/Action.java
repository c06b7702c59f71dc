package io.yizhan.model;

import java.util.Arrays;

/**
 * One step of a script.
 *
 * @param kind what happens
 * @param who which device or worker, modulo how many there are
 * @param amount how much or how long, 0 to 99
 * @param afterMs how long after the step before
 */
record Action(Kind kind, int who, int amount, int afterMs) {
    /** What can happen; the letter stands for it in a script. */
    enum Kind {
        SEND('s'),
        BURST('b'),
        RECALL('x'),
        LOSE_CONNECTION('l'),
        STALL('r'),
        BAD_LINK('d'),
        CRASH_CLIENT('c'),
        CRASH_CLIENT_AND_STORE('f'),
        CRASH_WORKER('k'),
        STOP_WORKER('z'),
        MESH_LOSES('m'),
        REDIS('q'),
        REDIS_FORGETS('e'),
        DATABASE('y'),
        ROCKETMQ('t'),
        PERSISTER('p');

        final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        static Kind of(char letter) {
            return Arrays.stream(values())
                    .filter(kind -> kind.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Not an action: " + letter));
        }
    }

    static Action parse(String text) {
        String[] numbers = text.substring(1).split("\\.");
        return new Action(
                Kind.of(text.charAt(0)),
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]));
    }

    @Override
    public String toString() {
        return kind.letter + "" + who + "." + amount + "." + afterMs;
    }
}
