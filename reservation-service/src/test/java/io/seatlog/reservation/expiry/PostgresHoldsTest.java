package io.seatlog.reservation.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.TestServers;
import io.seatlog.reservation.journal.PostgresJournal;
import io.seatlog.reservation.journal.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresHoldsTest extends HoldReaderContract {
    private static final int OPEN = Integer.getInteger("seatlog.holds.open", 100_000);
    private DataSource dataSource = new PGSimpleDataSource();

    @Override
    Stored fresh() {
        dataSource = TestDatabase.migrated(TestServers.freshDatabase());
        return new Stored(new PostgresJournal(dataSource), new PostgresHolds(dataSource));
    }

    /**
     * A hundred thousand holds that end later, and as many that are over, are not looked at; a million with
     * {@code -Dseatlog.holds.open=1000000}.
     */
    @Test
    void readsNoMoreThanItFinds() throws SQLException {
        var plan = new ArrayList<String>();
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            statement.execute("""
                    insert into reservation.booking
                    select gen_random_uuid(), 1, 1, i %% 4, 1, gen_random_uuid(), 'ann', gen_random_uuid(),
                           case when i < %1$d then 1 else 4 end, null, 1, null, 1, 'EUR',
                           now() + i * interval '1 second', now(), now()
                      from generate_series(1, 2 * %1$d) i""".formatted(OPEN));
            statement.execute("analyze reservation.booking");
            var explain = "explain (analyze, format text) " + PostgresHolds.ENDING.replaceFirst("\\?", "'{0,1,2,3}'")
                    .replaceFirst("\\?", "now() + interval '30 seconds'").replaceFirst("\\?", "2000");
            try (var rows = statement.executeQuery(explain)) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
        }
        assertThat(plan).as(String.join("\n", plan)).noneMatch(line -> line.contains("Seq Scan on booking"))
                .anyMatch(line -> line.contains("booking_due"))
                .noneMatch(line -> line.contains("Rows Removed by Filter"));
    }
}
