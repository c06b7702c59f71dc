package io.yizhan.bench.profile;

import io.yizhan.bench.result.ProfileResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a process ran, by the samples in its recording. Samples are of threads that run Java code: the kernel, other
 * native code, the compiler and the collector are not among them. Immutable.
 */
public final class Profile {
    /** As the recording names it. */
    public static final String EVENT = "jdk.ExecutionSample";

    private final String process;
    private final StackTree stacks;

    private Profile(String process, StackTree stacks) {
        this.process = process;
        this.stacks = stacks;
    }

    /**
     * Reads a recording.
     *
     * @param process its name, for people
     * @param from samples before it do not count
     * @param to those from then on do not either
     */
    public static Profile read(String process, Path recording, Instant from, Instant to) {
        StackTree stacks = new StackTree();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                Instant at = event.getStartTime();
                if (event.getEventType().getName().equals(EVENT) && !at.isBefore(from) && at.isBefore(to)) {
                    stacks.add(stack(event));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A recording cannot be read: " + recording, e);
        }
        return new Profile(process, stacks);
    }

    private static List<StackFrame> stack(RecordedEvent event) {
        List<StackFrame> stack = new ArrayList<>();
        if (event.getStackTrace() != null) {
            for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                if (frame.isJavaFrame()) {
                    stack.add(StackFrame.of(frame));
                }
            }
        }
        RecordedThread thread = event.getThread("sampledThread");
        String name = thread == null ? null : thread.getJavaName();
        stack.add(StackFrame.ofThread(name == null ? "unknown" : name));
        Collections.reverse(stack);
        return stack;
    }

    /** Shares of areas and methods. */
    public ProfileResult result() {
        return Shares.of(process, stacks);
    }

    /** All stacks in one picture, whole in itself. */
    public String flameGraph() {
        return new FlameGraph(process, stacks.root()).svg();
    }
}
