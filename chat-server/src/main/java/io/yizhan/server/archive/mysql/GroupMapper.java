package io.yizhan.server.archive.mysql;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.group.MemberPart;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.GroupRegister.Draft;
import io.yizhan.server.archive.GroupRegister.Turn;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.Membership;
import java.util.List;
import java.util.OptionalLong;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The statements of groups; those with loops stand in {@code GroupMapper.xml}. */
interface GroupMapper {
    String GROUP = "SELECT group_id, name, owner_id, join_policy, history, members, creation, created_seq,"
            + " ended_seq, applied_seq FROM chat_group WHERE group_id = #{id.value}";
    String MEMBERSHIP = "SELECT group_id, user_id, join_seq, leave_seq, role FROM group_membership ";
    String FREE = " AND (turn_until IS NULL OR turn_until < UTC_TIMESTAMP(3) OR turn_holder = #{turn.holder})";
    String UNTIL = "UTC_TIMESTAMP(3) + INTERVAL #{turn.length.seconds} SECOND";

    @Select(GROUP)
    @Nullable
    GroupRow find(@Param("id") GroupId group);

    @Select(GROUP + " FOR UPDATE")
    @Nullable
    GroupRow lock(@Param("id") GroupId group);

    @Select(MEMBERSHIP + "WHERE group_id = #{id.value} AND user_id = #{user.value} ORDER BY join_seq")
    List<MembershipRow> memberships(@Param("id") GroupId group, @Param("user") UserId user);

    List<MentionRow> mentions(@Param("user") UserId user, @Param("groups") List<GroupId> groups);

    void mention(@Param("rows") List<MentionRow> rows);

    List<MembershipRow> latest(@Param("id") GroupId group, @Param("users") List<UserId> users);

    List<MembershipRow> membershipsOf(
            @Param("user") UserId user, @Param("after") String afterGroup, @Param("limit") int limit);

    @Select(MEMBERSHIP + "WHERE group_id = #{id.value} AND leave_seq IS NULL AND user_id > #{after}"
            + " ORDER BY user_id LIMIT #{limit}")
    List<MembershipRow> members(
            @Param("id") GroupId group, @Param("after") String afterUser, @Param("limit") int limit);

    @Select(MEMBERSHIP + "WHERE group_id = #{id.value} AND part = #{part} AND leave_seq IS NULL")
    List<MembershipRow> part(@Param("id") GroupId group, @Param("part") int part);

    @Select(MEMBERSHIP + "WHERE group_id = #{id.value} AND leave_seq IS NULL AND role = #{role}"
            + " ORDER BY join_seq LIMIT #{limit}")
    List<MembershipRow> longestStanding(
            @Param("id") GroupId group, @Param("role") GroupRole role, @Param("limit") int limit);

    @Insert("INSERT INTO chat_group (group_id, name, owner_id, join_policy, history, creation, turn_holder, turn_until,"
            + " created_at) VALUES (#{draft.id.value}, #{draft.name}, #{draft.owner.value}, #{draft.joinPolicy},"
            + " #{draft.history}, #{draft.creation}, #{turn.holder}, " + UNTIL + ", UTC_TIMESTAMP(3))")
    void reserve(@Param("draft") Draft draft, @Param("turn") Turn turn);

    /** 1 if the id was reserved, never used, and may go to this one. */
    @Update("UPDATE chat_group SET name = #{draft.name}, owner_id = #{draft.owner.value},"
            + " join_policy = #{draft.joinPolicy}, history = #{draft.history}, creation = #{draft.creation},"
            + " turn_holder = #{turn.holder}, turn_until = " + UNTIL + ", created_at = UTC_TIMESTAMP(3)"
            + " WHERE group_id = #{draft.id.value} AND created_seq IS NULL"
            + " AND (owner_id = #{draft.owner.value} OR created_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE)" + FREE)
    int reserveAgain(@Param("draft") Draft draft, @Param("turn") Turn turn);

    @Select(
            "SELECT owner_id, creation, created_seq IS NOT NULL AS created FROM chat_group WHERE group_id = #{id.value}")
    @Nullable
    CreationRow creation(@Param("id") GroupId group);

    @Update("UPDATE chat_group SET join_policy = #{joinPolicy}, history = #{history} WHERE group_id = #{id.value}")
    void set(
            @Param("id") GroupId group,
            @Param("joinPolicy") JoinPolicy joinPolicy,
            @Param("history") GroupHistory history);

    @Update("UPDATE chat_group SET turn_holder = #{turn.holder}, turn_until = " + UNTIL
            + " WHERE group_id = #{id.value}" + FREE)
    int begin(@Param("id") GroupId group, @Param("turn") Turn turn);

    @Update("UPDATE chat_group SET turn_holder = NULL, turn_until = NULL"
            + " WHERE group_id = #{id.value} AND turn_holder = #{turn.holder}")
    void end(@Param("id") GroupId group, @Param("turn") Turn turn);

    /** What the log decides; the settings are not its. */
    @Update("UPDATE chat_group SET name = #{row.name}, owner_id = #{row.ownerId}, members = #{row.members},"
            + " created_seq = #{row.createdSeq}, ended_seq = #{row.endedSeq}, applied_seq = #{row.appliedSeq}"
            + " WHERE group_id = #{row.groupId}")
    void change(@Param("row") GroupRow row);

    void put(@Param("rows") List<MembershipRow> rows);

    record GroupRow(
            String groupId,
            String name,
            String ownerId,
            JoinPolicy joinPolicy,
            GroupHistory history,
            int members,
            String creation,
            @Nullable Long createdSeq,
            @Nullable Long endedSeq,
            long appliedSeq) {
        static GroupRow of(GroupState state) {
            Group group = state.group();
            return new GroupRow(
                    group.id().value(),
                    group.name(),
                    group.owner().value(),
                    group.joinPolicy(),
                    group.history(),
                    group.members(),
                    state.creation(),
                    boxed(state.createdSeq()),
                    boxed(state.endedSeq()),
                    state.appliedSeq());
        }

        GroupState state() {
            Group group = new Group(
                    new GroupId(groupId), name, new UserId(ownerId), joinPolicy, history, members, endedSeq != null);
            return new GroupState(group, creation, optional(createdSeq), optional(endedSeq), appliedSeq);
        }
    }

    record MembershipRow(
            String groupId,
            String userId,
            long joinSeq,
            @Nullable Long leaveSeq,
            GroupRole role) {
        static MembershipRow of(Membership membership) {
            return new MembershipRow(
                    membership.group().value(),
                    membership.user().value(),
                    membership.joinSeq(),
                    boxed(membership.leaveSeq()),
                    membership.role());
        }

        Membership membership() {
            return new Membership(new GroupId(groupId), new UserId(userId), joinSeq, optional(leaveSeq), role);
        }

        /** For the statement that writes it. */
        public int part() {
            return MemberPart.of(new UserId(userId));
        }
    }

    record CreationRow(String ownerId, String creation, boolean created) {}

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    /** @param userId {@link #ALL} stands for every member */
    record MentionRow(String groupId, String userId, long seq) {
        static final String ALL = "";
    }
}
