package io.yizhan.server.config;

/**
 * What groups may be.
 *
 * @param maxMembers of one group; beyond: GROUP_FULL
 */
public record GroupsConfig(int maxMembers) {}
