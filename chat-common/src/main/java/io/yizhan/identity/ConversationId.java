package io.yizhan.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A conversation's name. Direct: {@code d:} and the two user ids in ascending byte order, joined by a colon (a user
 * with himself: {@code d:x:x}). Group: {@code g:} and the group id. Only servers form them.
 */
public record ConversationId(String value) {
    private static final String DIRECT = "d:";
    private static final String GROUP = "g:";

    /** @throws IllegalArgumentException for a value that is of neither form */
    public ConversationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a conversation id: " + Ids.printable(value));
        }
    }

    /** The direct conversation of two users, in whatever order they are named. */
    public static ConversationId direct(UserId one, UserId other) {
        boolean ascending = one.compareTo(other) <= 0;
        return new ConversationId(
                DIRECT + (ascending ? one.value() + ":" + other.value() : other.value() + ":" + one.value()));
    }

    /** The conversation of a group. */
    public static ConversationId group(GroupId group) {
        return new ConversationId(GROUP + group.value());
    }

    /** The id that {@code value} names, or empty if it is of neither form. */
    public static Optional<ConversationId> parse(String value) {
        return isValid(value) ? Optional.of(new ConversationId(value)) : Optional.empty();
    }

    private static boolean isValid(String value) {
        if (value.startsWith(GROUP)) {
            return GroupId.isValid(value.substring(GROUP.length()));
        }
        if (!value.startsWith(DIRECT)) {
            return false;
        }
        int colon = value.indexOf(':', DIRECT.length());
        if (colon < 0) {
            return false;
        }
        String first = value.substring(DIRECT.length(), colon);
        String second = value.substring(colon + 1);
        return UserId.isValid(first) && UserId.isValid(second) && first.compareTo(second) <= 0;
    }

    public boolean isDirect() {
        return value.startsWith(DIRECT);
    }

    /** The group whose conversation this is; empty for a direct one. */
    public Optional<GroupId> group() {
        return isDirect() ? Optional.empty() : Optional.of(new GroupId(value.substring(GROUP.length())));
    }

    /** The two sides of a direct conversation, one if it is with oneself; empty for a group. */
    public Set<UserId> directUsers() {
        return isDirect() ? new TreeSet<>(List.of(first(), second())) : Set.of();
    }

    /** Whether {@code user} is one of the two sides; always false for a group. */
    public boolean isDirectOf(UserId user) {
        return isDirect() && (first().equals(user) || second().equals(user));
    }

    /**
     * The other side as {@code user} sees it; the user himself in a conversation with himself.
     *
     * @throws IllegalStateException if this is not a direct conversation of {@code user}
     */
    public UserId peerOf(UserId user) {
        if (!isDirectOf(user)) {
            throw new IllegalStateException("Not a direct conversation of " + user + ": " + value);
        }
        return first().equals(user) ? second() : first();
    }

    private UserId first() {
        return new UserId(value.substring(DIRECT.length(), value.indexOf(':', DIRECT.length())));
    }

    private UserId second() {
        return new UserId(value.substring(value.indexOf(':', DIRECT.length()) + 1));
    }

    @Override
    public String toString() {
        return value;
    }
}
