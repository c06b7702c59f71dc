package io.yizhan.bench.result;

/**
 * What Redis does of one kind of call.
 *
 * @param callsPerSecond over all connections
 * @param redisMicros CPU time of Redis for each call; 0 if it is not on this machine
 */
public record GuardResult(String call, double callsPerSecond, double redisMicros) {}
