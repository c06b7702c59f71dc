package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.DeadLettersContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlDeadLettersIT extends DeadLettersContract {
    private static MySqlDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected DeadLetters letters() {
        return new MySqlDeadLetters(database);
    }
}
