package io.yizhan.server.delivery;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * One batch of a lane, for Flight Recorder; its duration is the whole way, from the first look at the batch to the
 * pushes. Costs next to nothing while nobody records. Belongs to one thread at a time: the lane's, then that which
 * tells.
 */
@Name("yizhan.LaneBatch")
@Label("Lane Batch")
@Category({"Yizhan", "Delivery"})
@StackTrace(false)
final class LaneBatch extends Event {
    @Label("Messages")
    private int messages;

    @Label("Content")
    @Description("Bytes of the contents")
    @DataAmount
    private long bytes;

    @Label("Numbering")
    @Description("Until Redis had given the numbers")
    @Timespan(Timespan.NANOSECONDS)
    private long numbering;

    @Label("Append")
    @Description("From there until RocketMQ had stored the batch; 0 if nothing was to be stored")
    @Timespan(Timespan.NANOSECONDS)
    private long append;

    private transient long lap;

    /** Begins with the batch. */
    static LaneBatch of(List<PendingSend> sends) {
        LaneBatch event = new LaneBatch();
        if (event.isEnabled()) {
            event.messages = sends.size();
            event.bytes = sends.stream().mapToLong(PendingSend::bytes).sum();
            event.begin();
            event.lap = System.nanoTime();
        }
        return event;
    }

    void numbered() {
        numbering = lap();
    }

    void appended() {
        append = lap();
    }

    private long lap() {
        if (lap == 0) {
            return 0; // nobody recorded when the batch began
        }
        long before = lap;
        lap = System.nanoTime();
        return lap - before;
    }
}
