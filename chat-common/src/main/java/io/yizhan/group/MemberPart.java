package io.yizhan.group;

import io.yizhan.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The members of a group fall into parts, each small enough to be read at once: some hundreds in the largest groups.
 */
public final class MemberPart {
    /** For ever: with another number members would be looked for where they are not. */
    public static final int PARTS = 128;

    private MemberPart() {}

    /** Which part of any group a user is in; never changes. */
    public static int of(UserId user) {
        CRC32 sum = new CRC32();
        sum.update(user.value().getBytes(StandardCharsets.US_ASCII));
        return (int) (sum.getValue() % PARTS);
    }
}
