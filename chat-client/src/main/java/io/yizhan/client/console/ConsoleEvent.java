package io.yizhan.client.console;

import chat.v2.Message;
import io.yizhan.client.ConnectedNode;
import io.yizhan.client.gate.NodeInfo;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.identity.ConversationId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Something that the console shows: to a person as one line of text, to a program as one JSON object. */
interface ConsoleEvent {
    /** One line, in which what others wrote cannot act on the terminal once {@link SafeText} has passed it. */
    String text();

    /** The members; {@code event} names the kind. */
    Map<String, Object> json();

    /** {@code pairs} are names and values by turns. */
    static Map<String, Object> members(String event, Object... pairs) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("event", event);
        for (int i = 0; i < pairs.length; i += 2) {
            members.put((String) pairs[i], pairs[i + 1]);
        }
        return members;
    }

    private static Map<String, Object> messageMembers(String event, Message message) {
        return members(
                event,
                "conversation",
                message.getConversationId(),
                "seq",
                message.getSeq(),
                "messageId",
                Long.toUnsignedString(message.getMessageId()),
                "from",
                message.getFromUserId(),
                "device",
                message.getFromDeviceId(),
                "type",
                message.getContent().getType().name(),
                "text",
                message.getContent().getText(),
                "time",
                message.getServerTimeMs());
    }

    /** Which group a line is of; nothing for a conversation of two. */
    static String where(String conversation) {
        return ConversationId.parse(conversation)
                .flatMap(ConversationId::group)
                .map(group -> "(" + group + ") ")
                .orElse("");
    }

    record Connected(String user, ConnectedNode node) implements ConsoleEvent {
        @Override
        public String text() {
            return "Connected as " + user + " to node " + node.id() + " at " + node.host() + ":" + node.port();
        }

        @Override
        public Map<String, Object> json() {
            return members("connected", "user", user, "node", node.id(), "host", node.host(), "port", node.port());
        }
    }

    record Disconnected(String reason) implements ConsoleEvent {
        @Override
        public String text() {
            return "Disconnected: " + reason;
        }

        @Override
        public Map<String, Object> json() {
            return members("disconnected", "reason", reason);
        }
    }

    record Reconnecting(int attempt, Duration delay) implements ConsoleEvent {
        @Override
        public String text() {
            return String.format(
                    Locale.ROOT, "Reconnecting in %.1f s (attempt %d)", delay.toMillis() / 1000.0, attempt);
        }

        @Override
        public Map<String, Object> json() {
            return members("reconnecting", "attempt", attempt, "delayMs", delay.toMillis());
        }
    }

    record Kicked(String reason) implements ConsoleEvent {
        @Override
        public String text() {
            return "The server ended this session (" + reason + "); /login starts another";
        }

        @Override
        public Map<String, Object> json() {
            return members("kicked", "reason", reason);
        }
    }

    /** @param toPeer for what this user's other device said to one other: whom it went to; else empty */
    record Received(Message message, String toPeer) implements ConsoleEvent {
        @Override
        public String text() {
            return new MessageLine(message)
                    .text(toPeer.isEmpty() ? where(message.getConversationId()) : "(to " + toPeer + ") ");
        }

        @Override
        public Map<String, Object> json() {
            return messageMembers("message", message);
        }
    }

    record Past(Message message) implements ConsoleEvent {
        @Override
        public String text() {
            return "#" + message.getSeq() + " " + new MessageLine(message).text("");
        }

        @Override
        public Map<String, Object> json() {
            return messageMembers("history", message);
        }
    }

    record Sent(String to, SendReceipt receipt) implements ConsoleEvent {
        @Override
        public String text() {
            return "✓ " + to + " #" + receipt.seq();
        }

        @Override
        public Map<String, Object> json() {
            return members(
                    "sent",
                    "to",
                    to,
                    "conversation",
                    receipt.conversationId(),
                    "seq",
                    receipt.seq(),
                    "messageId",
                    Long.toUnsignedString(receipt.messageId()),
                    "time",
                    receipt.serverTimeMs(),
                    "duplicate",
                    receipt.duplicate());
        }
    }

    /** The server has taken our recall. */
    record RecallDone(String conversation, long seq) implements ConsoleEvent {
        @Override
        public String text() {
            return "✓ #" + seq + " is taken back";
        }

        @Override
        public Map<String, Object> json() {
            return members("recall", "conversation", conversation, "seq", seq);
        }
    }

    /** Someone, perhaps this user, took a message back. */
    record Recalled(io.yizhan.client.Recalled recalled) implements ConsoleEvent {
        @Override
        public String text() {
            return "↩ " + where(recalled.conversationId()) + recalled.byUserId() + " took back #" + recalled.seq();
        }

        @Override
        public Map<String, Object> json() {
            return members(
                    "recalled",
                    "conversation",
                    recalled.conversationId(),
                    "seq",
                    recalled.seq(),
                    "by",
                    recalled.byUserId(),
                    "time",
                    recalled.notice().getServerTimeMs());
        }
    }

    /** Everything of ours up to {@code seq} has reached {@code user}. */
    record Delivered(String conversation, String user, long seq) implements ConsoleEvent {
        @Override
        public String text() {
            return "✓✓ " + user + " #" + seq;
        }

        @Override
        public Map<String, Object> json() {
            return members("delivered", "conversation", conversation, "user", user, "seq", seq);
        }
    }

    record Node(NodeInfo node) implements ConsoleEvent {
        @Override
        public String text() {
            return "node " + node.id() + "  " + node.host() + ":" + node.port() + "  " + node.state() + "  "
                    + node.balance() + " sessions"
                    + (links().isEmpty() ? "" : "  links")
                    + links().stream().map(Node::brief).collect(Collectors.joining());
        }

        private List<NodeInfo.Link> links() {
            return Objects.requireNonNullElse(node.links(), List.of());
        }

        /** As far as people look at it. */
        private record LinkState(long peerId, String state) {}

        private static String brief(NodeInfo.Link link) {
            return " " + link.peerId() + (link.state().equals("UP") ? "↑" : "(" + link.state() + ")");
        }

        @Override
        public Map<String, Object> json() {
            return members(
                    "node",
                    "id",
                    node.id(),
                    "host",
                    node.host(),
                    "port",
                    node.port(),
                    "state",
                    node.state(),
                    "balance",
                    node.balance(),
                    "links",
                    links().stream()
                            .map(link -> new LinkState(link.peerId(), link.state()))
                            .toList());
        }
    }

    record Note(String text) implements ConsoleEvent {
        @Override
        public Map<String, Object> json() {
            return members("info", "message", text);
        }
    }

    record Failed(String code, String message) implements ConsoleEvent {
        @Override
        public String text() {
            return "✗ " + message;
        }

        @Override
        public Map<String, Object> json() {
            return members("error", "code", code, "message", message);
        }
    }
}
