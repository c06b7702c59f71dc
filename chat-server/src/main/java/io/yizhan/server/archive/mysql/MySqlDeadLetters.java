package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.DeadLetters;
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
        try (SqlSession session = database.sessions().openSession(true)) {
            session.getMapper(DeadLetterMapper.class).insert(letter);
        } catch (PersistenceException e) {
            throw new ArchiveUnavailableException("A dead letter could not be kept: " + letter.origin(), e);
        }
        log.error("A record of the message log can not be written and waits for an operator: {}", letter);
    }
}
