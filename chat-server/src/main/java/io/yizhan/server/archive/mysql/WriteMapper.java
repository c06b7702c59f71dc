package io.yizhan.server.archive.mysql;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements of a write; their SQL stands in {@code WriteMapper.xml}. */
interface WriteMapper {
    /** Locks the rows that exist, in the order of their ids, until the transaction ends. */
    List<Extent> lock(@Param("ids") List<String> ids);

    /** Makes rows for conversations that have none; the ids ascend. */
    void create(@Param("ids") List<String> ids);

    /** Enters conversations in the lists of those who have them; what stands stays. */
    void enter(@Param("entries") List<InboxEntry> entries);

    /** Gives a message that stands another body. */
    void rewrite(@Param("id") String conversationId, @Param("seq") long seq, @Param("body") byte[] body);

    /** The body of the message at a number; null where there is none. */
    @Nullable
    Body body(@Param("id") String conversationId, @Param("seq") long seq);

    void move(@Param("extents") List<Extent> extents);

    /** Rows that begin with one of the numbers. */
    List<HeldNumbers> beginningWith(@Param("id") String conversationId, @Param("seqs") List<Long> seqs);

    /** The last row that begins at the number or before it. */
    @Nullable
    HeldNumbers lastUpTo(@Param("id") String conversationId, @Param("seq") long seq);

    /** Rows that begin after {@code seq} and at {@code toSeq} at the latest, ascending. */
    List<HeldNumbers> after(
            @Param("id") String conversationId,
            @Param("seq") long seq,
            @Param("toSeq") long toSeq,
            @Param("limit") int limit);

    /** Numbers of dead letters that wait for an operator, ascending. */
    List<Long> deadLetters(@Param("id") String conversationId, @Param("seq") long seq, @Param("toSeq") long toSeq);

    /** What stands under the client ids of the messages among the rows. */
    List<HeldSend> sends(@Param("rows") List<MessageRow> messages);

    /** @param body an encoded message */
    record Body(byte[] body) {}
}
