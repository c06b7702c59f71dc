package io.yizhan.server.group;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.Membership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What has to be known to judge some commands.
 *
 * @param state of the group
 * @param memberships the last one of its owner, and of each user whom a command names or is of
 * @param heirs who would follow an owner who leaves; as many of each role as there are commands, and one
 * @param strangers those among the users named that do not exist
 */
record Circumstances(
        GroupState state, Collection<Membership> memberships, List<Membership> heirs, Set<UserId> strangers) {
    Collection<Membership> all() {
        List<Membership> all = new ArrayList<>(heirs);
        all.addAll(memberships);
        return all;
    }
}
