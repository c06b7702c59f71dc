package io.yizhan.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.EmbeddedRocketMq.Flush;
import io.yizhan.quickstart.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTargetIT {
    @Test
    void startsABrokerThatAnswersEarly_andMakesUsersWhoDoNothing(@TempDir Path home) throws Exception {
        try (EmbeddedTarget target =
                EmbeddedTarget.start(home, 1, List.of(), Flush.ASYNC, false, new Progress(said -> {}))) {
            long before = users(target);

            target.makeUsers("registered-", 2_500);

            assertThat(users(target)).isEqualTo(before + 2_500);
            assertThat(target.middleware().rocketmq().flush()).isEqualTo(Flush.ASYNC);
        }
    }

    private static long users(EmbeddedTarget target) throws SQLException {
        var database = target.workerSettings().database();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM users")) {
            count.next();
            return count.getLong(1);
        }
    }
}
