package io.yizhan.bench.result;

/**
 * One second of a run, as it was seen from outside. Times are microseconds.
 *
 * @param at seconds since the first send
 * @param acked acknowledgements that came in it, and how long they had taken
 */
public record Second(int at, long acked, long ackP50, long ackP99, long delivered, long deliverP50, long deliverP99) {}
