package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.FirstRecordWinsContract;
import io.yizhan.server.archive.MessageStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlFirstRecordWinsIT extends FirstRecordWinsContract {
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
    protected MessageStore store() {
        return new MySqlMessageStore(database, new MySqlDeadLetters(database));
    }

    @Override
    protected int logs() {
        return 15;
    }
}
