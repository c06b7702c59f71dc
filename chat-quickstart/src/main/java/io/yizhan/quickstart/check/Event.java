package io.yizhan.quickstart.check;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;

/**
 * One line of a history. The order of the lines is the order in which things were observed: what a client began is
 * written before it is sent, what it learned after it arrived. A device is written {@code user/device}; each send of a
 * run has a number, its op, which its text carries.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = Event.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = Event.Online.class, name = "online"),
    @JsonSubTypes.Type(value = Event.Offline.class, name = "offline"),
    @JsonSubTypes.Type(value = Event.Invoked.class, name = "invoke"),
    @JsonSubTypes.Type(value = Event.Acked.class, name = "ok"),
    @JsonSubTypes.Type(value = Event.Refused.class, name = "fail"),
    @JsonSubTypes.Type(value = Event.Unknown.class, name = "info"),
    @JsonSubTypes.Type(value = Event.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = Event.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = Event.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Event.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Event.Looked.class, name = "looked"),
    @JsonSubTypes.Type(value = Event.FaultBegun.class, name = "fault"),
    @JsonSubTypes.Type(value = Event.FaultEnded.class, name = "healed")
})
public sealed interface Event {
    /** Microseconds since the run began, monotonic. */
    long at();

    /** The first line. */
    record Begun(long at, String run, long seed) implements Event {}

    /** A device takes part: from now on it is owed every message to its user, and those of the user's other devices. */
    record Joined(long at, String device, String slot) implements Event {}

    /** A device has a session. */
    record Online(long at, String device) implements Event {}

    /** A device has lost its session. */
    record Offline(long at, String device, String reason) implements Event {}

    /** An application sends to a user, or to a group by the id of its conversation. */
    record Invoked(long at, long op, String device, String to) implements Event {}

    /** The application was told that its message is stored. */
    record Acked(long at, long op, String conversation, long seq, long messageId) implements Event {}

    /** The application was told that its message never will be stored. */
    record Refused(long at, long op, String reason) implements Event {}

    /** The application gave up without knowing. */
    record Unknown(long at, long op, String reason) implements Event {}

    /** An application was shown a message. */
    record Shown(long at, String device, String conversation, long seq, long messageId, long op) implements Event {}

    /** A send went out over a connection. */
    record Asked(long at, String connection, long request) implements Event {}

    /** It was answered: {@code OK}, or the name of the ErrorCode. */
    record Answered(long at, String connection, long request, String code) implements Event {}

    /** A connection ended. */
    record Closed(long at, String connection) implements Event {}

    /** Somebody looked whom the cluster would find, and it was these devices. */
    record Looked(long at, Set<String> found) implements Event {}

    /** A fault is about to be caused. */
    record FaultBegun(long at, String fault) implements Event {}

    /** It is over, from here on the cluster has to recover by itself. */
    record FaultEnded(long at, String fault) implements Event {}
}
