package io.yizhan.protocol;

import chat.v2.Content;
import io.yizhan.identity.UserId;
import java.util.Arrays;
import java.util.List;

/**
 * Who is mentioned in a group's message: the property {@code mention}, user ids joined by commas, or {@code @all}.
 *
 * @param names as they stand there; empty where nobody is mentioned
 */
public record Mentions(List<String> names) {
    /** The property. */
    public static final String PROPERTY = "mention";
    /** Stands for every member. */
    public static final String ALL = "@all";

    public static Mentions in(Content content) {
        String value = content.getPropertiesOrDefault(PROPERTY, "");
        return new Mentions(
                value.isEmpty()
                        ? List.of()
                        : Arrays.stream(value.split(",", -1)).distinct().toList());
    }

    /** Whether each name is a user id, or the one that stands for all. */
    public boolean isValid() {
        return names.stream().allMatch(name -> name.equals(ALL) || UserId.isValid(name));
    }

    /** Whether {@code user} is among them. */
    public boolean isOf(UserId user) {
        return !names.isEmpty() && (isAll() || names.contains(user.value()));
    }

    public boolean isAll() {
        return names.contains(ALL);
    }
}
