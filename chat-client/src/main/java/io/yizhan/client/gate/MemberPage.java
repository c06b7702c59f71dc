package io.yizhan.client.gate;

import java.util.List;

/**
 * Some of a group's members, by user id.
 *
 * @param nextCursor for the next page; empty at the end
 */
public record MemberPage(List<GroupMember> members, String nextCursor) {}
