package io.yizhan.client.console;

import chat.v2.UserPresence;
import io.yizhan.client.gate.OnlineCount;
import io.yizhan.client.gate.UserSessions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the console shows of who is there. */
interface WhoEvent extends ConsoleEvent {
    private static String time(long epochMs) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .format(Instant.ofEpochMilli(epochMs).atZone(ZoneId.systemDefault()));
    }

    record Presence(UserPresence user) implements WhoEvent {
        @Override
        public String text() {
            if (!user.getOnline()) {
                return user.getUserId() + " is offline"
                        + (user.getLastSeenMs() == 0 ? "" : ", last seen " + time(user.getLastSeenMs()));
            }
            return user.getUserId() + " is online"
                    + user.getPlatformsList().stream()
                            .map(platform -> platform.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ", " (", ")"));
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members(
                    "presence",
                    "user",
                    user.getUserId(),
                    "online",
                    user.getOnline(),
                    "platforms",
                    user.getPlatformsList().stream().map(Enum::name).toList(),
                    "lastSeen",
                    user.getLastSeenMs());
        }
    }

    record Typing(String conversation, String user) implements WhoEvent {
        @Override
        public String text() {
            return ConsoleEvent.where(conversation) + user + " is typing …";
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members("typing", "conversation", conversation, "user", user);
        }
    }

    /** @param state FRIEND, ASKED, ASKS or BLOCKED */
    record Related(String user, String state) implements WhoEvent {
        @Override
        public String text() {
            return switch (state) {
                case "FRIEND" -> user + " is a friend";
                case "ASKED" -> user + " was asked to be a friend";
                case "ASKS" -> user + " asks to be a friend: /friend " + user + ", or /unfriend " + user;
                case "BLOCKED" -> user + " is blocked";
                default -> user + " is no friend";
            };
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members("relation", "user", user, "state", state);
        }
    }

    record Online(OnlineCount count) implements WhoEvent {
        @Override
        public String text() {
            return count.sessions() + " sessions online"
                    + count.nodes().stream()
                            .map(node -> "  node " + node.id() + ": " + node.sessions())
                            .collect(Collectors.joining());
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members("online", "sessions", count.sessions(), "nodes", count.nodes());
        }
    }

    record Session(String user, UserSessions.Session session) implements WhoEvent {
        @Override
        public String text() {
            return user + " at node " + session.nodeId() + " on " + session.deviceId() + " ("
                    + session.platform().toLowerCase(Locale.ROOT) + ") since " + time(session.sinceMs());
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members(
                    "session",
                    "user",
                    user,
                    "device",
                    session.deviceId(),
                    "platform",
                    session.platform(),
                    "node",
                    session.nodeId(),
                    "since",
                    session.sinceMs());
        }
    }
}
