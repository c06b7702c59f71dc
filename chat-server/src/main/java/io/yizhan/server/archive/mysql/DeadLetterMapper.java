package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.DeadLetters;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The statements of dead letters. */
interface DeadLetterMapper {
    String COLUMNS = "SELECT id, CAST(UNIX_TIMESTAMP(created_at) * 1000 AS SIGNED) AS since_ms,"
            + " settled_at IS NOT NULL AS settled, origin, COALESCE(conversation_id, '') AS conversation,"
            + " COALESCE(seq, 0) AS seq, reason, record FROM dead_letter ";

    /** A letter that is known stays as it is; 0 then. */
    @Insert("INSERT INTO dead_letter (origin, conversation_id, seq, reason, record, created_at)"
            + " SELECT #{letter.origin}, NULLIF(#{letter.conversation}, ''), NULLIF(#{letter.seq}, 0),"
            + " LEFT(#{letter.reason}, 512), #{letter.record}, UTC_TIMESTAMP(3) FROM DUAL"
            + " WHERE NOT EXISTS (SELECT 1 FROM dead_letter WHERE origin = #{letter.origin})")
    int insert(@Param("letter") DeadLetters.Letter letter);

    @Select(COLUMNS + "WHERE settled_at IS NULL AND id > #{afterId} ORDER BY id LIMIT #{limit}")
    List<Row> waiting(@Param("afterId") long afterId, @Param("limit") int limit);

    @Select(COLUMNS + "WHERE id = #{id}")
    @Nullable
    Row find(@Param("id") long id);

    @Update("UPDATE dead_letter SET settled_at = UTC_TIMESTAMP(3) WHERE id = #{id} AND settled_at IS NULL")
    void settle(@Param("id") long id);

    record Row(
            long id,
            long sinceMs,
            boolean settled,
            String origin,
            String conversation,
            long seq,
            String reason,
            byte[] record) {}
}
