package io.yizhan.sql;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema this build expects, by the numbered scripts in {@code db/migration}. */
public final class SchemaMigration {
    private SchemaMigration() {}

    /**
     * Runs the migrations that are missing, blocking; several processes may call it at once, one does the work.
     *
     * @return how many were run
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or a script fails
     */
    public static int migrate(DataSource database) {
        return Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
