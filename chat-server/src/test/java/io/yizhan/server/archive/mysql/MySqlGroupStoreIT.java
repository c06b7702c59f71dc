package io.yizhan.server.archive.mysql;

import static org.awaitility.Awaitility.await;

import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.GroupStoreContract;
import io.yizhan.server.archive.MessageStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlGroupStoreIT extends GroupStoreContract {
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
    protected GroupStore groups() {
        return new MySqlGroupStore(database);
    }

    @Override
    protected GroupRegister register() {
        return new MySqlGroupStore(database);
    }

    @Override
    protected MessageStore messages() {
        return new MySqlMessageStore(database, new MySqlDeadLetters(database));
    }

    @Override
    protected void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
