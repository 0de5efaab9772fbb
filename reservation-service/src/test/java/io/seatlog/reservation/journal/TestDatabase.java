package io.seatlog.reservation.journal;

import io.seatlog.embedded.SeatlogDatabase;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A database as the service finds it. */
public final class TestDatabase {
    private TestDatabase() {}

    public static DataSource migrated(SeatlogDatabase database) {
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser(database.reservation().user());
        source.setPassword(database.reservation().password());
        source.setOptions("-c lock_timeout=300 -c idle_in_transaction_session_timeout=5000");
        Flyway.configure().dataSource(source).schemas("reservation").defaultSchema("reservation").createSchemas(false)
                .load().migrate();
        return source;
    }
}
