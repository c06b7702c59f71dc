package io.yizhan.protocol;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.group.GroupName;
import io.yizhan.group.GroupRole;
import io.yizhan.identity.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that changes a group, as its conversation is told by a numbered message of the server. That message is the
 * change: whoever keeps membership takes it from there, in the order of the log.
 */
public sealed interface GroupEvent {
    /** Whom it concerns. */
    UserId user();

    /**
     * What makes this change one, however often it is sent; what the server says is told apart by what it says, and
     * somebody may join twice.
     */
    String change();

    /** The group begins; {@code user} is its owner. */
    record Created(UserId user, String change) implements GroupEvent {}

    record Joined(UserId user, String change) implements GroupEvent {}

    /** By his own wish. */
    record Left(UserId user, String change) implements GroupEvent {}

    record Removed(UserId user, String change) implements GroupEvent {}

    /** A member has this role now; with OWNER the owner before becomes an admin. */
    record RoleGiven(UserId user, GroupRole role, String change) implements GroupEvent {}

    /** @param user who renamed it */
    record Renamed(UserId user, String name, String change) implements GroupEvent {}

    /** What the conversation is told (protocol, groups). */
    default Content notice() {
        Content.Builder notice = Content.newBuilder()
                .setType(ContentType.SYSTEM)
                .putProperties(Form.EVENT, Form.nameOf(this))
                .putProperties(Form.USER_ID, user().value())
                .putProperties(Form.CHANGE, change());
        if (this instanceof RoleGiven given) {
            notice.putProperties(Form.ROLE, given.role().name());
        } else if (this instanceof Renamed renamed) {
            notice.putProperties(Form.NAME, renamed.name());
        }
        return notice.build();
    }

    /** The event that {@code message} tells of; empty for any other message. */
    static Optional<GroupEvent> in(Message message) {
        return message.getFromDeviceId().isEmpty() ? in(message.getContent()) : Optional.empty();
    }

    /** The event that the server tells of with {@code content}; empty for anything else that it says. */
    static Optional<GroupEvent> in(Content content) {
        return content.getType() == ContentType.SYSTEM ? Form.read(content.getPropertiesMap()) : Optional.empty();
    }

    /** Whether {@code change} may stand in an event. */
    static boolean isChange(String change) {
        return Form.CHANGES.matcher(change).matches();
    }

    /** How an event stands in a message's properties. */
    final class Form {
        private static final String EVENT = "event";
        private static final String USER_ID = "user_id";
        private static final String CHANGE = "change";
        private static final String ROLE = "role";
        private static final String NAME = "name";
        private static final Pattern CHANGES = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

        private Form() {}

        private static String nameOf(GroupEvent event) {
            if (event instanceof Created) {
                return "created";
            } else if (event instanceof Joined) {
                return "joined";
            } else if (event instanceof Left) {
                return "left";
            } else if (event instanceof Removed) {
                return "removed";
            }
            return event instanceof RoleGiven ? "role" : "renamed";
        }

        private static Optional<GroupEvent> read(Map<String, String> properties) {
            String name = properties.getOrDefault(USER_ID, "");
            String change = properties.getOrDefault(CHANGE, "");
            if (!UserId.isValid(name) || !isChange(change)) {
                return Optional.empty();
            }
            UserId user = new UserId(name);
            return switch (properties.getOrDefault(EVENT, "")) {
                case "created" -> Optional.of(new Created(user, change));
                case "joined" -> Optional.of(new Joined(user, change));
                case "left" -> Optional.of(new Left(user, change));
                case "removed" -> Optional.of(new Removed(user, change));
                case "role" ->
                    GroupRole.of(properties.getOrDefault(ROLE, "")).map(role -> new RoleGiven(user, role, change));
                case "renamed" ->
                    Optional.of(properties.getOrDefault(NAME, ""))
                            .filter(GroupName::isValid)
                            .map(text -> new Renamed(user, text, change));
                default -> Optional.empty();
            };
        }
    }
}
