package io.yizhan.bench.result;

/**
 * What the same load showed against a server that only passes on: what this stack can do at all on this machine.
 *
 * @param name of that server
 */
public record Floor(
        String name,
        double ackedPerSecond,
        double deliveredPerSecond,
        Percentiles sendToAck,
        Percentiles sendToDeliver) {
    public static Floor of(String name, LoadResult result) {
        return new Floor(
                name, result.ackedPerSecond(), result.deliveredPerSecond(), result.sendToAck(), result.sendToDeliver());
    }
}
