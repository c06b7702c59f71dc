package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.DeadLetters;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;

/** The statements of dead letters. */
interface DeadLetterMapper {
    /** A letter that is known stays as it is. */
    @Insert("INSERT INTO dead_letter (origin, conversation_id, seq, reason, record, created_at)"
            + " VALUES (#{letter.origin}, NULLIF(#{letter.conversation}, ''), NULLIF(#{letter.seq}, 0),"
            + " LEFT(#{letter.reason}, 512), #{letter.record}, UTC_TIMESTAMP(3))"
            + " ON DUPLICATE KEY UPDATE origin = VALUES(origin)")
    void insert(@Param("letter") DeadLetters.Letter letter);
}
