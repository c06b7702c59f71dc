package io.yizhan.server.archive.mysql;

import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.LogRecordCodec;
import io.yizhan.server.archive.MessageStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.jspecify.annotations.Nullable;

/**
 * Messages in MySQL or MariaDB. Writers of one conversation wait for each other at its row; any number of workers may
 * write. Stages complete on the database's threads.
 */
public final class MySqlMessageStore implements MessageStore {
    private static final int TRIES = 4;

    private final MySqlDatabase database;
    private final DeadLetters deadLetters;

    public MySqlMessageStore(MySqlDatabase database, DeadLetters deadLetters) {
        this.database = database;
        this.deadLetters = deadLetters;
    }

    /**
     * {@inheritDoc} A record that no database can write goes to the dead letters, its neighbours are written.
     *
     * @throws ArchiveUnavailableException if nothing can be said about the batch; to be repeated
     */
    @Override
    public List<LogRecord.Stored> write(List<LogRecord> batch) {
        List<LogRecord.Stored> late = new ArrayList<>();
        write(batch, late);
        return late;
    }

    private void write(List<LogRecord> batch, List<LogRecord.Stored> late) {
        if (batch.isEmpty()) {
            return;
        }
        PersistenceException failure = tryWrite(batch, late);
        if (failure == null) {
            return;
        }
        if (!SqlFailure.of(failure).isPermanent()) {
            throw new ArchiveUnavailableException("A batch was not written, records: " + batch.size(), failure);
        }
        if (batch.size() == 1) {
            bury(batch.get(0), String.valueOf(failure.getCause()));
            return;
        }
        int half = batch.size() / 2;
        write(batch.subList(0, half), late);
        write(batch.subList(half, batch.size()), late);
    }

    /** @return why it failed, also after repetition, or null */
    private @Nullable PersistenceException tryWrite(List<LogRecord> batch, List<LogRecord.Stored> late) {
        for (int attempt = 1; ; attempt++) {
            try (SqlSession session = database.sessions().openSession(false)) {
                WriteTransaction.Result result = new WriteTransaction(session, database.packetLimit()).write(batch);
                session.commit(true);
                result.misplaced().forEach(record -> bury(record, "Its number is another message's"));
                late.addAll(result.late());
                return null;
            } catch (PersistenceException e) {
                if (attempt == TRIES || !SqlFailure.of(e).isContention()) {
                    return e;
                }
            }
        }
    }

    private void bury(LogRecord record, String reason) {
        long seq = record instanceof LogRecord.Stored stored ? stored.message().getSeq() : 0;
        String origin = record instanceof LogRecord.Stored stored
                ? "message/" + Long.toUnsignedString(stored.message().getMessageId()) + "/" + record.conversation()
                        + "/" + seq
                : "void/" + record;
        deadLetters.keep(new DeadLetters.Letter(
                origin, record.conversation().value(), seq, reason, LogRecordCodec.encode(record)));
    }

    @Override
    public CompletionStage<Slice> read(Range range) {
        return database.ask("what a conversation holds", session -> new RangeReader(mapper(session)).read(range));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> completeTo(Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.ask(
                "how far conversations go",
                session -> new ExtentReader(mapper(session)).read(asked, Extent::completeSeq));
    }

    @Override
    public CompletionStage<Map<ConversationId, Long>> heads(Collection<ConversationId> conversations) {
        List<ConversationId> asked = List.copyOf(conversations);
        return database.ask(
                "where conversations end", session -> new ExtentReader(mapper(session)).read(asked, Extent::headSeq));
    }

    @Override
    public CompletionStage<Long> highestNumber() {
        return database.ask(
                "how far all conversations go", session -> mapper(session).highestNumber());
    }

    @Override
    public CompletionStage<List<Written>> conversationsOf(UserId user) {
        return database.ask(
                "which conversations a user has",
                session -> mapper(session).conversationsOf(user.value()).stream()
                        .map(row -> new Written(new ConversationId(row.conversationId()), row.movedMs()))
                        .toList());
    }

    @Override
    public CompletionStage<List<LogRecord.Void>> holes(int limit) {
        return database.ask("which numbers are empty", session -> new HoleReader(mapper(session)).read(limit));
    }

    @Override
    public CompletionStage<List<LogRecord.Stored>> sent(UserId sender, DeviceId device, long clientMsgId) {
        return database.ask(
                "what was sent under an id",
                session -> mapper(session).sent(sender.value(), device.value(), clientMsgId).stream()
                        .map(MySqlMessageStore::stored)
                        .toList());
    }

    private static LogRecord.Stored stored(ReadMapper.SentBody row) {
        try {
            Message message = Message.parseFrom(row.body());
            return new LogRecord.Stored(new ConversationId(message.getConversationId()), message, row.contentHash());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A row under a client's id is no message", e);
        }
    }

    private static ReadMapper mapper(SqlSession session) {
        return session.getMapper(ReadMapper.class);
    }
}
