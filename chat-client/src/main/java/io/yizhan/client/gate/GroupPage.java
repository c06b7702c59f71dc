package io.yizhan.client.gate;

import java.util.List;

/**
 * Some of a user's groups, by group id.
 *
 * @param nextCursor for the next page; empty at the end
 */
public record GroupPage(List<GroupInfo> groups, String nextCursor) {}
