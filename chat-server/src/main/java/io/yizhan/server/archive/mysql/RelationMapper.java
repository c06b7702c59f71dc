package io.yizhan.server.archive.mysql;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The statements on {@code friendship} and {@code user_block}, which the gate writes. */
interface RelationMapper {
    @Select("SELECT 'BLOCKS' FROM user_block WHERE user_id = #{user} AND blocked_id = #{other}"
            + " UNION ALL SELECT 'FRIEND' FROM friendship WHERE accepted_at IS NOT NULL"
            + " AND low_id = #{low} AND high_id = #{high}")
    List<String> relation(
            @Param("user") String user,
            @Param("other") String other,
            @Param("low") String low,
            @Param("high") String high);

    @Select("<script>SELECT user_id FROM user_block WHERE blocked_id = #{other} AND user_id IN"
            + " <foreach collection='among' item='user' open='(' separator=',' close=')'>#{user}</foreach></script>")
    List<String> blockers(@Param("other") String other, @Param("among") List<String> among);
}
