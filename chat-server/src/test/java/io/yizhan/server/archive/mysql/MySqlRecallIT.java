package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.RecallStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlRecallIT extends RecallStoreContract {
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
}
