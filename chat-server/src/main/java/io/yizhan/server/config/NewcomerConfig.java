package io.yizhan.server.config;

/**
 * How many connections that are not logged in a worker bears; those beyond are closed as they come.
 *
 * @param total in all
 * @param perAddress from one address; of IPv6 from one network of 64 bits
 */
public record NewcomerConfig(int total, int perAddress) {}
