package io.yizhan.gate.history;

import io.yizhan.group.GroupHistory;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The tables of messages and groups, which workers write. Blocks; fails with a {@code DataAccessException}. */
@Mapper
interface HistoryMapper {
    String MESSAGES = "SELECT body FROM message WHERE conversation_id = #{id} AND seq >= #{from} AND seq <= #{to}"
            + " AND kind = 'message' ORDER BY seq";

    /** Every number up to here is a message, or holds none for ever. */
    @Select("SELECT complete_seq FROM conversation WHERE conversation_id = #{id}")
    @Nullable
    Long completeTo(@Param("id") String conversation);

    /** Encoded messages, without a record for each: MyBatis would look for its constructor anew for each row. */
    @Select(MESSAGES + " LIMIT #{limit}")
    List<byte[]> forwards(
            @Param("id") String conversation,
            @Param("from") long from,
            @Param("to") long to,
            @Param("limit") int limit);

    @Select(MESSAGES + " DESC LIMIT #{limit}")
    List<byte[]> backwards(
            @Param("id") String conversation,
            @Param("from") long from,
            @Param("to") long to,
            @Param("limit") int limit);

    /** Of one that was created. */
    @Select("SELECT history, ended_seq IS NOT NULL AS ended FROM chat_group"
            + " WHERE group_id = #{group} AND created_seq IS NOT NULL")
    @Nullable
    GroupRow group(@Param("group") String group);

    @Select("SELECT join_seq AS joinSeq, leave_seq AS leaveSeq FROM group_membership"
            + " WHERE group_id = #{group} AND user_id = #{user} ORDER BY join_seq")
    List<MembershipRow> memberships(@Param("group") String group, @Param("user") String user);

    record GroupRow(GroupHistory history, boolean ended) {}

    record MembershipRow(long joinSeq, @Nullable Long leaveSeq) {}
}
