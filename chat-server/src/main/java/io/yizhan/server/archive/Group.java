package io.yizhan.server.archive;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;

/**
 * A group that was created.
 *
 * @param owner of an ended group, who was it last
 * @param members how many are in it now
 * @param ended its last member went; its id is never given again
 */
public record Group(
        GroupId id,
        String name,
        UserId owner,
        JoinPolicy joinPolicy,
        GroupHistory history,
        int members,
        boolean ended) {}
