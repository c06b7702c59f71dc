package io.yizhan.bench.result;

/**
 * What the middleware has counted. For each message these do not depend on the machine: where it is slow more messages
 * share a batch, which makes them less.
 *
 * @param redisRoundTrips times Redis read from a connection; what was sent together came together
 * @param redisScripts run
 * @param redisCommands run, those of scripts included
 * @param rows inserted or changed in the database
 */
public record Tally(long redisRoundTrips, long redisScripts, long redisCommands, long rows) {
    public Tally since(Tally earlier) {
        return new Tally(
                redisRoundTrips - earlier.redisRoundTrips,
                redisScripts - earlier.redisScripts,
                redisCommands - earlier.redisCommands,
                rows - earlier.rows);
    }
}
