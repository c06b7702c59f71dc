package io.yizhan.server.session;

import chat.v2.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Brings a group's messages into the order of their numbers. What two workers were sent at the same time arrives in
 * either order; a device that was pushed the later one first would have to pull the earlier. So a message waits a
 * moment for one before it that lacks. Owned by one event loop.
 */
final class Reordering {
    /** What lies between two workers' answers to one moment; a number that stays empty holds up a group for as long. */
    static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);

    private final NavigableMap<Long, Message> waiting = new TreeMap<>();
    private long takenTo;
    private boolean patient;
    private long patientUntil;

    /** False if it waits already. */
    boolean add(Message message) {
        return waiting.put(message.getSeq(), message) == null;
    }

    /** Whether a message waits for this one, or for one behind it. */
    boolean lacks(long seq) {
        return patient && seq <= takenTo + 1;
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whoever was told of {@code seq} waits for nothing before it. */
    void skipTo(long seq) {
        takenTo = Math.max(takenTo, seq);
    }

    /** When it is to be asked again that gave nothing though something waits, by the loop's clock. */
    long patientUntil() {
        return patientUntil;
    }

    /** Takes out what is next: nothing if something before it lacks and may still come. */
    List<Message> take(int most, int mostBytes, long now) {
        List<Message> taken = new ArrayList<>();
        int bytes = 0;
        while (taken.size() < most && bytes < mostBytes && isNext(taken.isEmpty(), now)) {
            Message next = waiting.pollFirstEntry().getValue();
            skipTo(next.getSeq());
            taken.add(next);
            bytes += next.getSerializedSize();
        }
        return taken;
    }

    /** @param mayWait whether somebody waits because of a gap: otherwise there is something else to tell first */
    private boolean isNext(boolean mayWait, long now) {
        if (waiting.isEmpty()) {
            return false;
        }
        if (takenTo == 0 || waiting.firstKey() <= takenTo + 1) {
            patient = false;
            return true;
        }
        if (mayWait && !patient) {
            patient = true;
            patientUntil = now + PATIENCE;
        }
        boolean isOver = patient && now - patientUntil >= 0;
        patient = patient && !isOver;
        return isOver;
    }
}
