package io.yizhan.gate.group;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** How far a group's members have come, as workers have saved it. Blocks; fails with a {@code DataAccessException}. */
@Mapper
interface ReadsMapper {
    /** Both tables are read in the order of the users, so each page continues where the one before has ended. */
    String POSITIONS = "SELECT p.user_id AS userId, p.join_seq <= #{seq} OR EXISTS (SELECT 1 FROM group_membership w"
            + " WHERE w.group_id = p.group_id AND w.user_id = p.user_id"
            + " AND w.join_seq <= #{seq} AND w.leave_seq >= #{seq}) AS present,"
            + " COALESCE(r.delivered_seq, 0) AS delivered, COALESCE(r.read_seq, 0) AS seen"
            + " FROM group_membership p"
            + " LEFT JOIN member_position r ON r.conversation_id = #{conversation} AND r.user_id = p.user_id"
            + " WHERE p.group_id = #{group} AND p.leave_seq IS NULL AND p.user_id > #{after}"
            + " ORDER BY p.user_id LIMIT #{limit}";

    /** The last number that is written. */
    @Select("SELECT head_seq FROM conversation WHERE conversation_id = #{conversation}")
    @Nullable
    Long head(@Param("conversation") String conversation);

    /** Whether the user was a member at that number. */
    @Select("SELECT COUNT(*) FROM group_membership WHERE group_id = #{group} AND user_id = #{user}"
            + " AND join_seq <= #{seq} AND (leave_seq IS NULL OR leave_seq >= #{seq})")
    int wasMember(@Param("group") String group, @Param("user") String user, @Param("seq") long seq);

    @Select("SELECT members FROM chat_group WHERE group_id = #{group}")
    int members(@Param("group") String group);

    /** The members of now. */
    @Select(POSITIONS)
    List<Position> positions(
            @Param("group") String group,
            @Param("conversation") String conversation,
            @Param("seq") long seq,
            @Param("after") String after,
            @Param("limit") int limit);

    /** Counts what {@link #positions} would give. */
    @Select("SELECT COUNT(*) AS walked, COALESCE(MAX(userId), '') AS last, COALESCE(SUM(present), 0) AS members,"
            + " COALESCE(SUM(present AND delivered >= #{seq}), 0) AS delivered,"
            + " COALESCE(SUM(present AND seen >= #{seq}), 0) AS seen FROM (" + POSITIONS + ") page")
    Counts count(
            @Param("group") String group,
            @Param("conversation") String conversation,
            @Param("seq") long seq,
            @Param("after") String after,
            @Param("limit") int limit);

    /** @param present whether he was a member at the number, too */
    record Position(String userId, boolean present, long delivered, long seen) {}

    /**
     * @param walked how many rows were looked at
     * @param last the user of the last one
     */
    record Counts(int walked, String last, int members, int delivered, int seen) {}
}
