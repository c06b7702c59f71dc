package io.yizhan.server.cluster;

/**
 * What went to one peer since the link exists, for those who look on.
 *
 * @param frames batches that were handed to the carrier, each one frame or one publication
 * @param bytes of these as they travel, but for what the carrier puts around them
 * @param recipients sessions that they were for, counted once for each thing told
 * @param repeats how many of the frames had been handed over before
 */
public record LinkTraffic(long frames, long bytes, long recipients, long repeats) {}
