package io.yizhan.gate.group;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.group.GroupForms.GroupPage;
import io.yizhan.group.GroupForms.MemberPage;
import io.yizhan.group.GroupForms.Told;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What groups are, for their members. Calls block; a database that is away is a {@code DataAccessException}. */
@Component
final class GroupBook {
    private final GroupMapper mapper;

    GroupBook(GroupMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws Refusal NO_SUCH_GROUP, or NOT_A_MEMBER for who is none */
    Told find(GroupId group, UserId by) {
        Told found = mapper.find(group.value());
        if (found == null) {
            throw new Refusal(GateError.NO_SUCH_GROUP, "There is no such group");
        }
        if (mapper.isMember(group.value(), by.value()) == 0) {
            throw new Refusal(GateError.NOT_A_MEMBER, "You are not in this group");
        }
        return found;
    }

    GroupPage groupsOf(UserId user, Optional<GroupId> after, int limit) {
        String from = after.map(GroupId::value).orElse("");
        return GroupPage.of(mapper.groupsOf(user.value(), from, limit + 1), limit);
    }

    /** @throws Refusal NO_SUCH_GROUP, or NOT_A_MEMBER for who is none */
    MemberPage members(GroupId group, UserId by, Optional<UserId> after, int limit) {
        Told found = find(group, by);
        String from = after.map(UserId::value).orElse("");
        return MemberPage.of(mapper.members(found.groupId(), from, limit + 1), limit);
    }
}
