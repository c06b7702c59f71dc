package io.yizhan.server.archive.mysql;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The statements of the asynchronous side; those with loops stand in {@code ReadMapper.xml}. */
interface ReadMapper {
    @Select("SELECT complete_seq FROM conversation WHERE conversation_id = #{id}")
    @Nullable
    Long completeTo(@Param("id") String conversationId);

    @Select("SELECT COALESCE(MAX(head_seq), 0) FROM conversation")
    long highestNumber();

    List<Extent> extents(@Param("ids") List<String> ids);

    @Select("SELECT c.conversation_id, CAST(UNIX_TIMESTAMP(c.moved_at) * 1000 AS UNSIGNED) AS moved_ms"
            + " FROM inbox i JOIN conversation c ON c.conversation_id = i.conversation_id WHERE i.user_id = #{user}")
    List<Moved> conversationsOf(@Param("user") String userId);

    /**
     * Encoded messages. (A record for each would be made by reflection that MyBatis does anew for each row: more than a
     * quarter of what a worker ran while others caught up.)
     */
    @Select("SELECT body FROM message WHERE conversation_id = #{id} AND seq >= #{fromSeq} AND seq <= #{toSeq}"
            + " AND kind = 'message' ORDER BY seq LIMIT #{limit}")
    List<byte[]> forwards(
            @Param("id") String conversationId,
            @Param("fromSeq") long fromSeq,
            @Param("toSeq") long toSeq,
            @Param("limit") int limit);

    @Select("SELECT body FROM message WHERE conversation_id = #{id} AND seq >= #{fromSeq} AND seq <= #{toSeq}"
            + " AND kind = 'message' ORDER BY seq DESC LIMIT #{limit}")
    List<byte[]> backwards(
            @Param("id") String conversationId,
            @Param("fromSeq") long fromSeq,
            @Param("toSeq") long toSeq,
            @Param("limit") int limit);

    /**
     * Conversations whose rows leave out numbers, those that have for longest first; not those that a dead letter holds
     * up, since only an operator can help them.
     */
    @Select("SELECT conversation_id, head_seq, complete_seq FROM conversation c"
            + " WHERE gap_since IS NOT NULL"
            + " AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.conversation_id = c.conversation_id"
            + " AND d.seq = c.complete_seq + 1 AND d.settled_at IS NULL)"
            + " ORDER BY gap_since LIMIT #{limit}")
    List<Extent> gaps(@Param("limit") int limit);

    /** What the first rows beyond {@code seq} hold. */
    @Select("SELECT seq, to_seq FROM message WHERE conversation_id = #{id} AND seq > #{seq} ORDER BY seq"
            + " LIMIT #{limit}")
    List<Numbers> after(@Param("id") String conversationId, @Param("seq") long seq, @Param("limit") int limit);

    @Select("SELECT body, content_hash FROM message WHERE sender = #{sender} AND device = #{device} AND client_msg_id ="
            + " #{clientMsgId,typeHandler=io.yizhan.server.archive.mysql.UnsignedLongHandler} ORDER BY clash")
    List<SentBody> sent(
            @Param("sender") String sender, @Param("device") String device, @Param("clientMsgId") long clientMsgId);

    @Select("SELECT COUNT(*) FROM users WHERE user_id = #{id}")
    int users(@Param("id") String userId);

    /** @param body an encoded message */
    record SentBody(byte[] body, long contentHash) {}

    record Moved(String conversationId, long movedMs) {}

    record Numbers(long seq, long toSeq) {}
}
