package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions.Position;
import io.yizhan.server.state.UnsavedPositions.Acknowledged;
import io.yizhan.server.state.UnsavedPositions.Change;
import io.yizhan.server.state.UnsavedPositions.Reached;
import io.yizhan.server.state.UnsavedPositions.Seen;

/**
 * Names something that is to be saved, without its value: {@code p conversation user}, {@code c user device
 * conversation} or {@code s user device}. No id holds a blank.
 */
record UnsavedMark(String text) {
    static UnsavedMark reached(ConversationId conversation, UserId user) {
        return new UnsavedMark("p " + conversation + " " + user);
    }

    static UnsavedMark acknowledged(UserId user, DeviceId device, ConversationId conversation) {
        return new UnsavedMark("c " + user + " " + device + " " + conversation);
    }

    static UnsavedMark seen(UserId user, DeviceId device) {
        return new UnsavedMark("s " + user + " " + device);
    }

    static UnsavedMark of(Change change) {
        if (change instanceof Reached reached) {
            return reached(reached.conversation(), reached.user());
        }
        if (change instanceof Acknowledged acknowledged) {
            return acknowledged(acknowledged.user(), acknowledged.device(), acknowledged.conversation());
        }
        Seen seen = (Seen) change;
        return seen(seen.user(), seen.device());
    }

    /** The hash where the values lie, and their fields; none for a device that was seen. */
    Place place() {
        String[] parts = text.split(" ");
        return switch (parts[0]) {
            case "p" ->
                new Place(
                        PositionHash.of(new ConversationId(parts[1]), new UserId(parts[2]))
                                .key(),
                        new String[] {RedisPositions.DELIVERED + parts[2], RedisPositions.READ + parts[2]});
            case "c" ->
                new Place(RedisCursors.key(new UserId(parts[1]), new DeviceId(parts[2])), new String[] {parts[3]});
            default ->
                new Place(
                        RedisCursors.key(new UserId(parts[1]), new DeviceId(parts[2])),
                        new String[] {RedisCursors.PRESENT});
        };
    }

    /** @param values of the fields, 0 where there are none */
    Change with(long... values) {
        String[] parts = text.split(" ");
        return switch (parts[0]) {
            case "p" ->
                new Reached(new ConversationId(parts[1]), new UserId(parts[2]), new Position(values[0], values[1]));
            case "c" ->
                new Acknowledged(new UserId(parts[1]), new DeviceId(parts[2]), new ConversationId(parts[3]), values[0]);
            default -> new Seen(new UserId(parts[1]), new DeviceId(parts[2]));
        };
    }

    record Place(String key, String... fields) {}
}
