package io.yizhan.server.archive.mysql;

import static org.awaitility.Awaitility.await;

import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.PositionStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlPositionStoreIT extends PositionStoreContract {
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
    protected PositionStore store() {
        return new MySqlPositionStore(database);
    }

    @Override
    protected void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
