package io.yizhan.bench.profile;

import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/**
 * A method as it stands on a stack.
 *
 * @param type its class, with the package; empty for what stands for a thread
 */
record StackFrame(String type, String method) {
    /** What the virtual machine makes has another name in each run. */
    private static final Pattern MADE =
            Pattern.compile("(\\$\\$Lambda|LambdaForm|GeneratedMethodAccessor|\\$\\$SpringCGLIB).*");

    static StackFrame of(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return named(method.getType().getName(), method.getName());
    }

    /** @param type as the virtual machine calls it */
    static StackFrame named(String type, String method) {
        return new StackFrame(MADE.matcher(type).replaceAll("$1"), method);
    }

    /** Threads of one kind are one. */
    static StackFrame ofThread(String name) {
        return new StackFrame("", name.replaceAll("\\d+", "#"));
    }

    boolean isThread() {
        return type.isEmpty();
    }

    /** Without the package. */
    String label() {
        return isThread() ? method : type.substring(type.lastIndexOf('.') + 1) + "." + method;
    }

    @Override
    public String toString() {
        return isThread() ? method : type + "." + method;
    }
}
