package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.DeadLetters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters in the table {@code dead_letter}. */
public final class MySqlDeadLetters implements DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(MySqlDeadLetters.class);

    private final MySqlDatabase database;

    public MySqlDeadLetters(MySqlDatabase database) {
        this.database = database;
    }

    @Override
    public void keep(Letter letter) {
        try {
            add(letter);
        } catch (ArchiveUnavailableException e) {
            if (!SqlFailure.of(e).isTooLong()) {
                throw e;
            }
            // better known without its bytes than tried for ever; they stay in the log for as long as that keeps them
            add(letter.withoutRecord("Too long for the database's max_allowed_packet"));
        }
    }

    private void add(Letter letter) {
        boolean isNew = ask("keep a dead letter: " + letter.origin(), mapper -> insert(mapper, letter));
        if (isNew) {
            log.error(
                    "A record of the message log can not be written and waits for an operator (bin/chatctl deadletter):"
                            + " {}",
                    letter);
        }
    }

    private static boolean insert(DeadLetterMapper mapper, Letter letter) {
        try {
            return mapper.insert(letter) > 0;
        } catch (PersistenceException e) {
            if (SqlFailure.of(e).isDuplicate()) {
                return false; // another worker was faster
            }
            throw e;
        }
    }

    @Override
    public List<Kept> waiting(long afterId, int limit) {
        return ask(
                "list dead letters",
                mapper -> mapper.waiting(afterId, limit).stream()
                        .map(MySqlDeadLetters::kept)
                        .toList());
    }

    @Override
    public Optional<Kept> find(long id) {
        return ask(
                "find a dead letter: " + id,
                mapper -> Optional.ofNullable(mapper.find(id)).map(MySqlDeadLetters::kept));
    }

    @Override
    public void settle(long id) {
        ask("settle a dead letter: " + id, mapper -> {
            mapper.settle(id);
            return true;
        });
    }

    private <T> T ask(String what, Function<DeadLetterMapper, T> call) {
        try (SqlSession session = database.sessions().openSession(true)) {
            return call.apply(session.getMapper(DeadLetterMapper.class));
        } catch (PersistenceException e) {
            throw new ArchiveUnavailableException("The database did not " + what, e);
        }
    }

    private static Kept kept(DeadLetterMapper.Row row) {
        Letter letter = new Letter(row.origin(), row.conversation(), row.seq(), row.reason(), row.record());
        return new Kept(row.id(), Instant.ofEpochMilli(row.sinceMs()), row.settled(), letter);
    }
}
