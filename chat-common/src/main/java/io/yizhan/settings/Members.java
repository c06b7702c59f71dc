package io.yizhan.settings;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the members of a setting's JSON object, and says what is wrong with one. */
final class Members {
    private final JsonNode root;

    /** @throws IllegalArgumentException for a member that is none of these */
    Members(JsonNode root, String... known) {
        this.root = root;
        List<String> names = Arrays.stream(known).sorted().toList();
        for (String member : root.propertyNames()) {
            if (!names.contains(member)) {
                throw new IllegalArgumentException("Not one of " + names + ": " + member);
            }
        }
    }

    <E extends Enum<E>> E choice(String member, String otherwise, E[] choices) {
        String written = root.path(member).asString(otherwise);
        return Arrays.stream(choices)
                .filter(choice -> choice.name().equals(written))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Needs one of " + Arrays.toString(choices) + ": " + member + "=" + written));
    }

    int integer(String member, int least, int most) {
        JsonNode written = root.path(member);
        if (!written.isIntegralNumber() || written.asLong(-1) < least || written.asLong(-1) > most) {
            throw new IllegalArgumentException("Needs a number from " + least + " to " + most + ": " + member + "="
                    + (written.isMissingNode() ? "" : written.toString()));
        }
        return written.asInt();
    }

    /** As the other, where it may be left out. */
    int integer(String member, int otherwise, int least, int most) {
        return root.has(member) ? integer(member, least, most) : otherwise;
    }

    boolean flag(String member) {
        JsonNode written = root.path(member);
        if (!written.isBoolean()) {
            throw new IllegalArgumentException(
                    "Needs true or false: " + member + "=" + (written.isMissingNode() ? "" : written.toString()));
        }
        return written.asBoolean();
    }

    JsonNode member(String member) {
        return root.path(member);
    }
}
