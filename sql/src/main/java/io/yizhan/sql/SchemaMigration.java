package io.yizhan.sql;

import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings a database to the schema this build expects, by the numbered scripts in {@code db/migration}. Each statement
 * commits what it does, so a script that is broken off leaves a part of itself; that is why each can be run again.
 */
public final class SchemaMigration {
    /** Checksums that the first scripts had when they could not be run again; what they make is the same. */
    private static final Map<String, Integer> EARLIER_CHECKSUMS = Map.of(
            "1", 636_800_528,
            "2", -1_764_702_608,
            "3", 467_722_075,
            "4", -1_448_124_431,
            "5", 1_986_393_502,
            "6", 1_452_012_065);

    private SchemaMigration() {}

    /**
     * Runs the migrations that are missing, and those that were broken off, blocking; several processes may call it at
     * once, one does the work.
     *
     * @return how many were run
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or a script fails
     */
    public static int migrate(DataSource database) {
        Flyway flyway = Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .load();
        if (Stream.of(flyway.info().all()).anyMatch(SchemaMigration::needsRepair)) {
            flyway.repair(); // forgets that a script failed, so that it is run again, and takes the new checksums
        }
        return flyway.migrate().migrationsExecuted;
    }

    private static boolean needsRepair(MigrationInfo script) {
        if (script.getState() == MigrationState.FAILED) {
            return true;
        }
        return script.getVersion() != null
                && script.getChecksum() != null
                && script.getChecksum()
                        .equals(EARLIER_CHECKSUMS.get(script.getVersion().getVersion()));
    }
}
