package io.yizhan.client.sync;

import java.util.OptionalLong;

/** What the server has been told of a conversation's contiguous position, and whether it must be told again. */
final class AckPosition {
    private long told;
    private boolean repeat;
    private boolean toldOnThisConnection;

    void begin(long seq) {
        told = seq;
    }

    /** The server shows that it does not know; the next acknowledgement goes out though nothing is new. */
    void repeat() {
        repeat = true;
    }

    void disconnected() {
        repeat |= toldOnThisConnection;
        toldOnThisConnection = false;
    }

    boolean isOwed(long position) {
        return position > told || (repeat && position > 0);
    }

    OptionalLong take(long position) {
        if (!isOwed(position)) {
            return OptionalLong.empty();
        }
        told = position;
        repeat = false;
        toldOnThisConnection = true;
        return OptionalLong.of(position);
    }
}
