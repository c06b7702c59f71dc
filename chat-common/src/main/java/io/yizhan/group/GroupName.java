package io.yizhan.group;

/** How a group may be called (protocol, section 7). */
public final class GroupName {
    public static final String FORM = "must have 1 to 64 characters";

    private static final int LONGEST = 64;

    private GroupName() {}

    /** Characters are code points; half a surrogate pair is none, and no database could keep it. */
    public static boolean isValid(String value) {
        long length = value.codePoints().count();
        return length >= 1
                && length <= LONGEST
                && value.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
