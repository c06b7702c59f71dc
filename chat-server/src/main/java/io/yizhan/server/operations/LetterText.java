package io.yizhan.server.operations;

import io.yizhan.server.archive.DeadLetterReplay.Outcome;
import io.yizhan.server.archive.DeadLetters.Kept;
import io.yizhan.server.archive.DeadLetters.Letter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Dead letters as an operator reads them; nothing that came from outside can move the terminal's cursor. */
final class LetterText {
    private static final int SHOWN_BYTES = 1_024;
    private static final int LINE_BYTES = 16;

    private LetterText() {}

    /** One line: id, since when, place, size, reason. */
    static String line(Kept kept) {
        Letter letter = kept.letter();
        return kept.id() + "  " + kept.since() + "  " + place(letter) + "  " + letter.record().length + " bytes  "
                + clean(letter.reason());
    }

    /** Everything, one thing a line. */
    static List<String> all(Kept kept) {
        Letter letter = kept.letter();
        List<String> lines = new ArrayList<>(List.of(
                "id      " + kept.id(),
                "since   " + kept.since(),
                "state   " + (kept.settled() ? "settled: replayed or given up" : "waits"),
                "from    " + clean(letter.origin()),
                "place   " + place(letter),
                "reason  " + clean(letter.reason()),
                "record  " + letter.record().length + " bytes"));
        byte[] shown = Arrays.copyOf(letter.record(), Math.min(SHOWN_BYTES, letter.record().length));
        for (int from = 0; from < shown.length; from += LINE_BYTES) {
            lines.add(hex(from, Arrays.copyOfRange(shown, from, Math.min(shown.length, from + LINE_BYTES))));
        }
        if (shown.length < letter.record().length) {
            lines.add("  … and " + (letter.record().length - shown.length) + " bytes more");
        }
        return lines;
    }

    static String what(Outcome outcome) {
        return switch (outcome) {
            case RESTORED -> "restored";
            case UNREADABLE -> "still unreadable; it waits for a build that can read it";
            case NUMBER_TAKEN -> "not restored: another message stands at its number";
            case EMPTY -> "settled: its number is declared empty, the same send stands at another one";
            case NOT_YET -> "in the log again, but not written yet; look at the workers' logs and replay it later";
        };
    }

    private static String place(Letter letter) {
        String seq = letter.seq() == 0 ? "" : " " + letter.seq();
        return letter.conversation().isEmpty() ? "no readable place" : clean(letter.conversation()) + seq;
    }

    private static String hex(int from, byte[] bytes) {
        String digits = HexFormat.ofDelimiter(" ").formatHex(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
        return String.format("  %04x  %-47s  %s", from, digits, text);
    }

    private static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}]", "?");
    }
}
