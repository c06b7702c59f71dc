package io.yizhan.quickstart.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A history and the final database, looked up from all sides. Events are known by their place in the history. */
final class Facts {
    private final List<Event> events;
    private final List<StoredMessage> rows;
    private final Map<Long, Sent> sends = new LinkedHashMap<>();
    private final Map<Long, StoredMessage> rowsById = new HashMap<>();
    private final Map<Long, StoredMessage> rowsByOp = new HashMap<>();
    private final Map<String, Integer> joined = new LinkedHashMap<>();
    private final Map<String, List<Event.Shown>> shown = new LinkedHashMap<>();
    private final Map<Long, Long> firstShown = new HashMap<>();

    /** A send: when it began, and when it was acknowledged or refused, if it was; places in the history. */
    record Sent(Event.Invoked invoked, int place, Optional<Acknowledged> ack, Optional<Event.Refused> refusal) {
        long op() {
            return invoked.op();
        }

        /** The conversation of the group that it went to; empty for a direct message. */
        Optional<String> group() {
            return Optional.of(invoked.to()).filter(Facts::isGroup);
        }
    }

    /** The answer to a send, and its place in the history. */
    record Acknowledged(Event.Acked answer, int place) {}

    Facts(History history, List<StoredMessage> rows) {
        this.events = history.events();
        this.rows = rows;
        for (int place = 0; place < events.size(); place++) {
            take(events.get(place), place);
        }
        rows.forEach(row -> {
            rowsById.put(row.messageId(), row);
            rowsByOp.putIfAbsent(row.op(), row);
        });
    }

    private void take(Event event, int place) {
        if (event instanceof Event.Joined join) {
            joined.putIfAbsent(join.device(), place);
        } else if (event instanceof Event.Invoked invoked) {
            sends.put(invoked.op(), new Sent(invoked, place, Optional.empty(), Optional.empty()));
        } else if (event instanceof Event.Acked ack) {
            sends.computeIfPresent(
                    ack.op(),
                    (op, sent) -> new Sent(
                            sent.invoked(), sent.place(), Optional.of(new Acknowledged(ack, place)), sent.refusal()));
        } else if (event instanceof Event.Refused refused) {
            sends.computeIfPresent(
                    refused.op(),
                    (op, sent) -> new Sent(sent.invoked(), sent.place(), sent.ack(), Optional.of(refused)));
        } else if (event instanceof Event.Shown seen) {
            shown.computeIfAbsent(seen.device(), device -> new ArrayList<>()).add(seen);
            firstShown.putIfAbsent(seen.op(), seen.at());
        }
    }

    List<Event> events() {
        return events;
    }

    List<StoredMessage> rows() {
        return rows;
    }

    Collection<Sent> sends() {
        return sends.values();
    }

    Optional<Sent> send(long op) {
        return Optional.ofNullable(sends.get(op));
    }

    Optional<StoredMessage> row(long messageId) {
        return Optional.ofNullable(rowsById.get(messageId));
    }

    Optional<StoredMessage> rowOf(Sent sent) {
        return Optional.ofNullable(rowsByOp.get(sent.op()));
    }

    /** What each device was shown, in that order. */
    Map<String, List<Event.Shown>> shown() {
        return shown;
    }

    /** When a message was shown on some device for the first time. */
    Optional<Long> firstShown(long op) {
        return Optional.ofNullable(firstShown.get(op));
    }

    /** The devices that take part. */
    Set<String> devices() {
        return joined.keySet();
    }

    /**
     * Those whom a direct message is owed to: the devices of both users that took part before it was sent, but the
     * sender.
     */
    List<String> owed(Sent sent) {
        String from = sent.invoked().device();
        if (sent.group().isPresent()) {
            return List.of();
        }
        return joined.entrySet().stream()
                .filter(entry -> entry.getValue() < sent.place())
                .map(Map.Entry::getKey)
                .filter(device -> !device.equals(from))
                .filter(device -> concerns(sent, userOf(device)))
                .toList();
    }

    /** Whether the device took part by this time. */
    boolean hasJoined(String device, long at) {
        Integer place = joined.get(device);
        return place != null && events.get(place).at() <= at;
    }

    static boolean concerns(Sent sent, String user) {
        return user.equals(sent.invoked().to())
                || user.equals(userOf(sent.invoked().device()));
    }

    /** Whether it names a group's conversation; a user's id never does. */
    static boolean isGroup(String name) {
        return name.startsWith("g:");
    }

    static String userOf(String device) {
        return device.substring(0, device.indexOf('/'));
    }
}
