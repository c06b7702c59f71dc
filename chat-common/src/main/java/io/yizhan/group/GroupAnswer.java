package io.yizhan.group;

/** What came of a command. */
public sealed interface GroupAnswer {
    /** It is so, whether it was before or not: whoever asks next finds it so. */
    record Done(GroupProfile group) implements GroupAnswer {}

    /** @param detail for people; holds no secret */
    record Refused(GroupRefusal why, String detail) implements GroupAnswer {}
}
