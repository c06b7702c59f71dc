package io.yizhan.server.archive.mysql;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.RelationDirectory;
import io.yizhan.server.archive.RelationDirectoryContract;
import org.junit.jupiter.api.AfterEach;

class MySqlRelationDirectoryIT extends RelationDirectoryContract {
    private final MySqlDatabase database = TestDatabase.open();
    private final MySqlRelationDirectory directory = new MySqlRelationDirectory(database);

    @Override
    protected RelationDirectory directory() {
        return directory;
    }

    @Override
    protected void block(UserId user, UserId other) throws Exception {
        TestDatabase.execute(
                TestDatabase.config(),
                "INSERT INTO user_block VALUES ('" + user + "', '" + other + "', UTC_TIMESTAMP(3))");
    }

    @Override
    protected void befriend(UserId asking, UserId other, boolean accepted) throws Exception {
        UserId low = asking.compareTo(other) < 0 ? asking : other;
        UserId high = low.equals(asking) ? other : asking;
        TestDatabase.execute(
                TestDatabase.config(),
                "INSERT INTO friendship VALUES ('" + low + "', '" + high + "', '" + asking + "', UTC_TIMESTAMP(3), "
                        + (accepted ? "UTC_TIMESTAMP(3))" : "NULL)"));
    }

    @AfterEach
    void close() {
        database.close();
    }
}
