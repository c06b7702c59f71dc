package io.yizhan.client.console;

import chat.v2.Content;
import chat.v2.Message;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.Recall;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A message as one line that a person reads. */
record MessageLine(Message message) {
    /** @param where stands before who said it; empty, or ends with a blank */
    String text(String where) {
        String time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
                .format(Instant.ofEpochMilli(message.getServerTimeMs()).atZone(ZoneId.systemDefault()));
        return "[" + time + "] " + where
                + GroupEvent.in(message)
                        .map(this::told)
                        .or(() -> Recall.in(message).map(recall -> by() + " took back #" + recall.seq()))
                        .orElseGet(() -> by() + ": " + said());
    }

    private String by() {
        return message.getFromUserId();
    }

    private String said() {
        Content content = message.getContent();
        return switch (content.getType()) {
            case TEXT -> content.getText();
            case RECALLED -> "(taken back)";
            default -> "[" + content.getType() + "] " + content.getText();
        };
    }

    private String told(GroupEvent event) {
        String user = event.user().value();
        if (event instanceof GroupEvent.Created) {
            return user + " made the group";
        } else if (event instanceof GroupEvent.Joined) {
            return by().equals(user) ? user + " joined" : by() + " added " + user;
        } else if (event instanceof GroupEvent.Left) {
            return user + " left";
        } else if (event instanceof GroupEvent.Removed) {
            return by() + " removed " + user;
        } else if (event instanceof GroupEvent.RoleGiven given) {
            return user + " is " + given.role().name().toLowerCase(Locale.ROOT) + " now";
        }
        return user + " renamed the group: " + ((GroupEvent.Renamed) event).name();
    }
}
