package io.yizhan.bench.load;

import io.yizhan.bench.machine.CpuClock;
import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.machine.ProcessUse;
import io.yizhan.bench.result.Counts;
import io.yizhan.bench.result.GroupResult;
import io.yizhan.bench.result.PeerUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An open loop of messages to one group, each followed to every member who is online. Belongs to one thread. */
public final class GroupMeasurement {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MS = 200;
    /** As other runs wait for what is still under way. */
    private static final long QUIET_MS = 70_000;

    private final List<LocalProcess> processes;
    private final PeerTraffic traffic;
    private int runs;

    /** @param processes the parts of the cluster that are on this machine */
    public GroupMeasurement(List<LocalProcess> processes, PeerTraffic traffic) {
        this.processes = new ArrayList<>(processes);
        this.processes.add(LocalProcess.self());
        this.traffic = traffic;
    }

    /** What is sent: so many messages a second, by the speakers in turn. */
    public record Load(int perSecond, int textBytes) {}

    /** Runs; again, if it is called again. Blocks until all came to its end. */
    public GroupResult run(GroupGathering gathering, GroupGathering.Size size, Load load, Timing timing)
            throws InterruptedException {
        Host host = Host.now();
        Optional<PeerUse> before = traffic.atRest();
        MeasuredWindow window = MeasuredWindow.startingAt(System.nanoTime(), timing.warmUp(), timing.measured());
        Instant measuredFrom = Instant.now().plus(timing.warmUp());
        Listening listening = new Listening("group" + ++runs, window, new GroupLedger(size.online(), size.speakers()));
        gathering.tell(listening);
        List<ProcessUse> uses = speak(gathering, listening, load);
        listening.settle();
        Optional<PeerUse> between =
                before.isPresent() ? traffic.atRest().map(after -> after.since(before.get())) : Optional.empty();
        return new GroupResult(
                host,
                measuredFrom,
                size.members(),
                size.online(),
                load.perSecond(),
                load.textBytes(),
                seconds(timing.measured()),
                listening.ledger.counts(),
                size.online() - gathering.online(),
                listening.deliveries.finished() / seconds(timing.measured()),
                listening.acks.measured(),
                listening.deliveries.measured(),
                listening.starts.measured(),
                between,
                uses,
                Optional.empty());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / SECOND;
    }

    private List<ProcessUse> speak(GroupGathering gathering, Listening listening, Load load)
            throws InterruptedException {
        GroupSpeakers speakers = gathering.speakers();
        OpenLoopSchedule schedule = new OpenLoopSchedule(listening.window.beginNanos(), load.perSecond());
        CpuClock clock = CpuClock.start(processes);
        boolean measuring = false;
        long number = 0;
        for (long due = schedule.dueNanos(0); !listening.window.isOver(due); due = schedule.dueNanos(++number)) {
            OpenLoopSchedule.await(due);
            if (!measuring && listening.window.contains(due)) {
                clock = CpuClock.start(processes);
                measuring = true;
            }
            listening.starts.through(due);
            int speaker = (int) (number % speakers.count());
            int message = listening.ledger.next();
            String text = new MessageTag(listening.run, speaker, message, due).text(load.textBytes());
            listening.follow(message, due, speakers.say(speaker, text));
        }
        return clock.read(listening.deliveries.finished());
    }

    /** What is seen of the run. Thread-safe. */
    private static final class Listening implements GroupGathering.Ear {
        private final String run;
        private final MeasuredWindow window;
        private final GroupLedger ledger;
        private final Latencies starts;
        private final Latencies acks;
        private final Latencies deliveries;

        Listening(String run, MeasuredWindow window, GroupLedger ledger) {
            this.run = run;
            this.window = window;
            this.ledger = ledger;
            this.starts = new Latencies(window);
            this.acks = new Latencies(window);
            this.deliveries = new Latencies(window);
        }

        void follow(int message, long due, CompletableFuture<?> answer) {
            var unused = answer.whenComplete((stored, failure) -> {
                if (failure == null) {
                    acks.through(due);
                    ledger.acked(message);
                } else {
                    ledger.failed();
                }
            });
        }

        @Override
        public void shown(int receiver, MessageTag tag) {
            if (tag.run().equals(run)) {
                deliveries.through(tag.dueNanos());
                ledger.shown(receiver, tag.pair(), tag.number());
            }
        }

        /** Waits until everything came to its end, or nothing more came for long. */
        void settle() throws InterruptedException {
            long through = -1;
            long since = System.nanoTime();
            while (!ledger.isSettled() && System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(QUIET_MS)) {
                Counts counts = ledger.counts();
                long now = counts.acked() + counts.failed() + counts.delivered();
                if (now != through) {
                    through = now;
                    since = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }
    }
}
