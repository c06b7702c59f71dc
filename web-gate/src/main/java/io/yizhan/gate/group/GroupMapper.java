package io.yizhan.gate.group;

import io.yizhan.group.GroupForms.Told;
import io.yizhan.group.GroupForms.ToldMember;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The tables of groups, which workers write. Blocks; fails with a {@code DataAccessException}. */
@Mapper
interface GroupMapper {
    String GROUP = "SELECT g.group_id AS groupId, g.name, g.owner_id AS ownerId, g.join_policy AS joinPolicy, g.history"
            + " FROM chat_group g ";

    /** Of one that was created and has not ended. */
    @Select(GROUP + "WHERE g.group_id = #{group} AND g.created_seq IS NOT NULL AND g.ended_seq IS NULL")
    @Nullable
    Told find(@Param("group") String group);

    @Select("SELECT COUNT(*) FROM group_membership"
            + " WHERE group_id = #{group} AND user_id = #{user} AND leave_seq IS NULL")
    int isMember(@Param("group") String group, @Param("user") String user);

    @Select(GROUP + "JOIN group_membership m ON m.group_id = g.group_id"
            + " WHERE m.user_id = #{user} AND m.group_id > #{after} AND m.leave_seq IS NULL"
            + " ORDER BY m.group_id LIMIT #{limit}")
    List<Told> groupsOf(@Param("user") String user, @Param("after") String after, @Param("limit") int limit);

    @Select("SELECT user_id AS userId, role FROM group_membership"
            + " WHERE group_id = #{group} AND leave_seq IS NULL AND user_id > #{after}"
            + " ORDER BY user_id LIMIT #{limit}")
    List<ToldMember> members(@Param("group") String group, @Param("after") String after, @Param("limit") int limit);
}
