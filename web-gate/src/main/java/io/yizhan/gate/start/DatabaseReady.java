package io.yizhan.gate.start;

import io.yizhan.lifecycle.Attempts;
import io.yizhan.sql.SchemaMigration;
import java.sql.Connection;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/** The database can be reached and has the schema that this build expects. */
@Component
final class DatabaseReady implements Prerequisite {
    private static final Logger log = LoggerFactory.getLogger(DatabaseReady.class);
    private static final String CONNECT_TIMEOUT_MS = "2000";

    private final DataSourceProperties properties;

    DatabaseReady(DataSourceProperties properties) {
        this.properties = properties;
    }

    @Override
    public String name() {
        return "the database at " + properties.determineUrl().replaceFirst("[?;].*$", "");
    }

    /** Over connections of its own: a migration may take longer than a request is allowed to. */
    @Override
    public void reach(Duration limit) throws InterruptedException {
        DriverManagerDataSource database = new DriverManagerDataSource(properties.determineUrl());
        database.setUsername(properties.determineUsername());
        database.setPassword(properties.determinePassword());
        Properties connection = new Properties();
        connection.setProperty("connectTimeout", CONNECT_TIMEOUT_MS);
        database.setConnectionProperties(connection);
        Attempts.quietly(limit, () -> {
            try (Connection probe = database.getConnection()) {
                return probe.isValid(1);
            }
        });
        int migrations = SchemaMigration.migrate(database);
        if (migrations > 0) {
            log.info("Schema migrations run: {}", migrations);
        }
    }
}
