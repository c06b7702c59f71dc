package io.yizhan.gate.relation;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/**
 * The tables {@code friendship} and {@code user_block}; each change is one statement. Blocks; fails with a
 * {@code DataAccessException}.
 */
@Mapper
interface RelationMapper {
    /** Asks, or says yes to the other who has asked. */
    @Insert("INSERT INTO friendship (low_id, high_id, asked_by, asked_at)"
            + " VALUES (#{pair.low}, #{pair.high}, #{user}, UTC_TIMESTAMP(3))"
            + " ON DUPLICATE KEY UPDATE accepted_at ="
            + " IF(accepted_at IS NULL AND asked_by <> #{user}, UTC_TIMESTAMP(3), accepted_at)")
    void befriend(@Param("user") String user, @Param("pair") UserPair pair);

    @Delete("DELETE FROM friendship WHERE low_id = #{pair.low} AND high_id = #{pair.high}")
    void unfriend(@Param("pair") UserPair pair);

    /** Those beyond {@code after}, by id; two indexes are read, each from there on. */
    @Select("SELECT other AS userId, IF(accepted_at IS NOT NULL, 'FRIEND', IF(asked_by = #{user}, 'ASKED', 'ASKS'))"
            + " AS state FROM ("
            + " (SELECT high_id AS other, asked_by, accepted_at FROM friendship"
            + " WHERE low_id = #{user} AND high_id > #{after} ORDER BY high_id LIMIT #{limit})"
            + " UNION ALL"
            + " (SELECT low_id AS other, asked_by, accepted_at FROM friendship"
            + " WHERE high_id = #{user} AND low_id > #{after} ORDER BY low_id LIMIT #{limit})"
            + ") both_sides ORDER BY other LIMIT #{limit}")
    List<Friend> friends(@Param("user") String user, @Param("after") String after, @Param("limit") int limit);

    @Select("SELECT IF(accepted_at IS NOT NULL, 'FRIEND', IF(asked_by = #{user}, 'ASKED', 'ASKS')) FROM friendship"
            + " WHERE low_id = #{pair.low} AND high_id = #{pair.high}")
    List<String> state(@Param("user") String user, @Param("pair") UserPair pair);

    @Insert("INSERT IGNORE INTO user_block (user_id, blocked_id, blocked_at)"
            + " VALUES (#{user}, #{other}, UTC_TIMESTAMP(3))")
    void block(@Param("user") String user, @Param("other") String other);

    @Delete("DELETE FROM user_block WHERE user_id = #{user} AND blocked_id = #{other}")
    void unblock(@Param("user") String user, @Param("other") String other);

    @Select("SELECT blocked_id FROM user_block WHERE user_id = #{user} AND blocked_id > #{after}"
            + " ORDER BY blocked_id LIMIT #{limit}")
    List<String> blocked(@Param("user") String user, @Param("after") String after, @Param("limit") int limit);

    @Select("SELECT COUNT(*) FROM user_block WHERE (user_id = #{user} AND blocked_id = #{other})"
            + " OR (user_id = #{other} AND blocked_id = #{user})")
    int blocksBetween(@Param("user") String user, @Param("other") String other);

    /** @param state FRIEND, ASKED (by the user himself) or ASKS (the user) */
    record Friend(String userId, String state) {}
}
