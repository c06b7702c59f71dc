package io.yizhan.server.state.redis;

import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import java.util.List;

/** What is remembered of a send, as the scripts write it: {@code state seq high low time hash}. */
record SentEntry(String state, MessagePlace place, long contentHash) {
    private static final int FIELDS = 6;
    private static final String FORGOTTEN = "O";
    private static final String TURNED_AWAY = "N";

    /** A message id goes in two parts, since a number of Lua holds 53 bits. */
    static List<String> arguments(NumberRequest request) {
        return List.of(
                Long.toUnsignedString(request.clientMsgId()),
                Long.toString(request.contentHash()),
                Long.toString(request.messageId() >>> NumberRequest.OWN_BITS),
                Long.toString(request.messageId() & NumberRequest.OWN_MASK),
                Long.toString(request.timeMs()),
                request.notStored() ? "1" : "0");
    }

    /** @param answer of the allocating script to this request */
    static Allocation allocation(String answer, NumberRequest request) {
        return switch (answer) {
            case FORGOTTEN -> new Allocation.Forgotten();
            case TURNED_AWAY -> new Allocation.TurnedAway();
            default -> parse(answer).allocationFor(request);
        };
    }

    static SentEntry parse(String entry) {
        String[] field = entry.split(" ", -1);
        if (field.length != FIELDS) {
            throw new IllegalStateException("Not what is remembered of a send: " + entry);
        }
        long messageId = Long.parseLong(field[2]) << NumberRequest.OWN_BITS | Long.parseLong(field[3]);
        MessagePlace place = new MessagePlace(Long.parseLong(field[1]), messageId, Long.parseLong(field[4]));
        return new SentEntry(field[0], place, Long.parseLong(field[5]));
    }

    private Allocation allocationFor(NumberRequest request) {
        if (contentHash != request.contentHash()) {
            return new Allocation.Conflict();
        }
        return switch (state) {
            case "F" -> new Allocation.Fresh(place);
            case "P" -> new Allocation.Pending(place);
            case "S" -> new Allocation.Stored(place);
            default -> throw new IllegalStateException("Not a state of a send: " + state);
        };
    }
}
