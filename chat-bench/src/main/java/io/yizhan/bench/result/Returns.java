package io.yizhan.bench.result;

/**
 * Users who left and came back during a run.
 *
 * @param returned and read a page of history in its order
 * @param missed who were away for long enough to miss something
 * @param historyMessages that they read
 * @param failed who did not get in again, or not their history
 */
public record Returns(long returned, long missed, long historyMessages, long failed) {
    public Returns plus(Returns other) {
        return new Returns(
                returned + other.returned,
                missed + other.missed,
                historyMessages + other.historyMessages,
                failed + other.failed);
    }

    /** Whether anybody left at all. */
    public boolean isAny() {
        return returned + failed > 0;
    }
}
