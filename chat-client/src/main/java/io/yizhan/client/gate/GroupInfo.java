package io.yizhan.client.gate;

/**
 * A group.
 *
 * @param joinPolicy {@code OPEN} or {@code INVITE}
 * @param history {@code SINCE_JOIN} or {@code ALL}
 */
public record GroupInfo(String groupId, String name, String ownerId, String joinPolicy, String history) {}
