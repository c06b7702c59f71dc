package io.yizhan.bench.result;

import java.util.List;
import java.util.Locale;

/**
 * What one process ran while it was measured. Samples are of threads that ran Java code, not of the kernel, other
 * native code, the compiler or the collector.
 *
 * @param process its name
 * @param areas packages of ours, libraries, the JDK; {@code whole}: with the JDK's code that ran for them
 * @param methods those that ran most; {@code whole}: with all that they called
 */
public record ProfileResult(String process, long samples, List<Share> areas, List<Share> methods) {
    /**
     * Parts of all samples, from 0 to 1.
     *
     * @param own it was what ran
     */
    public record Share(String name, double own, double whole) {}

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%s, where its Java code spent the time: %,d samples%n", process, samples));
        table(text, "with JDK", "area", areas);
        table(text, "with called", "method", methods);
        return text.toString();
    }

    private static void table(StringBuilder text, String whole, String what, List<Share> shares) {
        text.append(String.format(Locale.ROOT, "  %8s %12s  %s%n", "itself", whole, what));
        shares.forEach(share -> text.append(String.format(
                Locale.ROOT, "  %6.1f %% %10.1f %%  %s%n", 100 * share.own(), 100 * share.whole(), share.name())));
    }
}
