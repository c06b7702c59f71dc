package io.yizhan.client.gate;

/**
 * Somebody in a group.
 *
 * @param role {@code OWNER}, {@code ADMIN} or {@code MEMBER}
 */
public record GroupMember(String userId, String role) {}
