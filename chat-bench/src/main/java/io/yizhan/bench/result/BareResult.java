package io.yizhan.bench.result;

/**
 * What the broker took from somebody who only appends.
 *
 * @param appenders threads, each with one batch under way
 * @param contentBytesPerSecond of contents, without what log and broker add
 * @param append of a batch, microseconds
 */
public record BareResult(
        int appenders, long batches, double messagesPerSecond, double contentBytesPerSecond, Percentiles append) {}
