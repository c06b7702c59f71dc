package io.yizhan.group;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;

/** What everybody in a group may know of it. */
public record GroupProfile(GroupId id, String name, UserId owner, JoinPolicy joinPolicy, GroupHistory history) {}
