package io.yizhan.server.cluster;

import io.yizhan.server.mesh.StreamPosition;

/** How much of what one worker publishes has come in: the newest stream, and its batches without a gap. One thread. */
final class IncomingStream {
    private long stream;
    private long taken;
    private boolean asked;

    /** What is to be done. */
    enum Step {
        /** It is the next one: take it, or confirm it. */
        TAKE,
        /** It was taken, or it comes again. */
        IGNORE,
        /** Something before it is missing. */
        ASK_AGAIN
    }

    /** A batch has come. After a gap nothing is taken, and it is asked for once, until the stream begins again. */
    Step batch(StreamPosition at) {
        if (isOld(at)) {
            return Step.IGNORE;
        }
        if (at.getNumber() == taken + 1) {
            taken++;
            return Step.TAKE;
        }
        return at.getNumber() <= taken ? Step.IGNORE : askOnce();
    }

    /** The sender says what it has published so far; it says so again, so each time may be asked. */
    Step endedAt(StreamPosition at) {
        if (isOld(at) || at.getNumber() < taken) {
            return Step.IGNORE;
        }
        return at.getNumber() == taken ? Step.TAKE : Step.ASK_AGAIN;
    }

    /** Up to where all were taken. */
    StreamPosition position() {
        return StreamPosition.newBuilder().setStream(stream).setNumber(taken).build();
    }

    private boolean isOld(StreamPosition at) {
        if (at.getStream() > stream) {
            stream = at.getStream();
            taken = 0;
            asked = false;
        }
        return at.getStream() < stream;
    }

    private Step askOnce() {
        Step step = asked ? Step.IGNORE : Step.ASK_AGAIN;
        asked = true;
        return step;
    }
}
