package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.reservation.memory.InMemorySeatMaps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The truth as PostgreSQL holds it, on the schema that the service migrates. */
class PostgresMapTruthTest {
    private static final long V1 = Version.of(1, 1_000);
    private static final int HELD = 1;
    private static final int CONFIRMED = 2;
    private static final PGSimpleDataSource DATA_SOURCE = new PGSimpleDataSource();
    private final PostgresMapTruth truth = new PostgresMapTruth(DATA_SOURCE);
    private Connection connection;

    @BeforeAll
    static void migrate() {
        SeatlogDatabase database = TestServers.freshDatabase();
        DATA_SOURCE.setUrl(database.url());
        DATA_SOURCE.setUser(database.reservation().user());
        DATA_SOURCE.setPassword(database.reservation().password());
        Flyway.configure().dataSource(DATA_SOURCE).schemas("reservation").createSchemas(false)
                .locations("classpath:db/migration").load().migrate();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DATA_SOURCE.getConnection();
        execute("truncate reservation.subsection, reservation.booking, reservation.ticket");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void shouldListOpenedSubsectionsOnSaleInOrder() throws SQLException {
        subsection(30, 1, "now() + interval '1 day'", V1 + 3);
        subsection(10, 1, "now() - interval '59 minutes'", V1 + 1);
        subsection(20, 2, "now() + interval '1 day'", V1 + 2);
        subsection(40, 3, "now() + interval '1 day'", V1 + 4);
        subsection(50, 1, "now() - interval '61 minutes'", V1 + 5);
        assertThat(truth.onSale(Set.of(1, 2), -1, 10)).containsExactly(new MapTruth.OnSale(10, V1 + 1),
                new MapTruth.OnSale(20, V1 + 2), new MapTruth.OnSale(30, V1 + 3));
        assertThat(truth.onSale(Set.of(1, 2), 10, 1)).containsExactly(new MapTruth.OnSale(20, V1 + 2));
        assertThat(truth.onSale(Set.of(1, 2), 30, 10)).isEmpty();
        assertThat(truth.onSale(Set.of(), -1, 10)).isEmpty();
    }

    @Test
    void shouldDrawHeldConfirmedAndBlockedClaims() throws SQLException {
        subsection(10, 1, "now() + interval '1 day'", V1);
        subsection(11, 1, "now() + interval '1 day'", V1 + 1);
        claim(booking(HELD, 10), 10, 0, 7);
        claim(booking(CONFIRMED, 10), 10, 1, 2, 3);
        claim(House.CLAIM, 10, 5);
        assertThat(truth.images(List.of(10, 11, 12))).containsOnlyKeys(10, 11)
                .hasEntrySatisfying(10,
                        image -> assertThat(image.toBytes())
                                .isEqualTo(SeatMapsContract.image(V1, "hsss.x.h").toBytes()))
                .hasEntrySatisfying(11, image -> assertThat(image.toBytes())
                        .isEqualTo(SeatMapsContract.image(V1 + 1, "........").toBytes()));
    }

    @Test
    void shouldNeverShowAClaimedSeatAsFree() throws SQLException {
        subsection(10, 1, "now() + interval '1 day'", V1);
        claim(UUID.randomUUID(), 10, 4);
        assertThat(truth.images(List.of(10))).hasEntrySatisfying(10,
                image -> assertThat(image.state(4)).isEqualTo(SeatState.SOLD));
    }

    /** Version and claims move together; two statements would see them apart. */
    @Test
    void shouldReadVersionAndClaimsOfOneMoment() throws Exception {
        subsection(10, 1, "now() + interval '1 day'", V1);
        var booking = booking(HELD, 10);
        var over = new AtomicBoolean();
        var writer = Thread.ofPlatform().start(() -> claimAndFree(booking, over));
        try {
            long last = 0;
            int moves = 0;
            for (int reads = 0; reads < 300 || moves < 50; reads++) {
                var image = truth.images(List.of(10)).values().iterator().next();
                long taken = IntStream.range(0, 8).filter(seat -> image.state(seat) == SeatState.HELD).count();
                assertThat(taken).isEqualTo((image.version() - V1) % 9);
                moves += image.version() == last ? 0 : 1;
                last = image.version();
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    /** Version V1 + n holds n mod 9 seats. */
    private void claimAndFree(UUID booking, AtomicBoolean over) {
        try {
            connection.setAutoCommit(false);
            for (int n = 1; !over.get(); n++) {
                execute("update reservation.subsection set version = version + 1 where id = 10");
                if (n % 9 == 0) {
                    execute("delete from reservation.ticket where subsection_id = 10");
                } else {
                    claim(booking, 10, n % 9 - 1);
                }
                connection.commit();
            }
            connection.setAutoCommit(true);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void shouldSayThatTheTruthIsUnavailable() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/seatlog");
        var blind = new PostgresMapTruth(nowhere);
        assertThatThrownBy(() -> blind.onSale(Set.of(1), -1, 10)).isInstanceOf(MapTruthUnavailableException.class);
        assertThatThrownBy(() -> blind.images(List.of(1))).isInstanceOf(MapTruthUnavailableException.class);
    }

    @Test
    void shouldGiveASweepAllItNeeds() throws SQLException {
        var maps = new InMemorySeatMaps();
        var sweep = new MapSweep(maps, truth, () -> Set.of(1));
        IntStream.range(0, 450).forEach(id -> subsection(id, 1, "now() + interval '1 day'", V1 + id));
        claim(booking(HELD, 449), 449, 7);
        assertThat(sweep.sweep()).isEqualTo(new MapSweep.Swept(450, 450, 0));
        assertThat(maps.get(449)).isEqualTo(SeatMapsContract.image(V1 + 449, ".......h").toBytes());
        assertThat(sweep.sweep()).isEqualTo(new MapSweep.Swept(450, 0, 0));
    }

    private void subsection(int id, int partition, String offSaleAt, long version) {
        try (var insert = connection.prepareStatement("""
                insert into reservation.subsection (id, event_id, section, subsection, partition, plan, price_minor,
                    currency, on_sale_at, off_sale_at, hold_seconds, max_per_booking, terms_version, free, version)
                values (?, ?, 'A', '1', ?, ?, 1000, 'EUR', now(), %s, 600, 10, 1, 8, ?)
                """.formatted(offSaleAt))) {
            insert.setInt(1, id);
            insert.setObject(2, UUID.randomUUID());
            insert.setInt(3, partition);
            insert.setBytes(4, new SeatingPlan(2, 4).toBytes());
            insert.setLong(5, version);
            insert.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private UUID booking(int status, int subsectionId) throws SQLException {
        var id = UUID.randomUUID();
        try (var insert = connection.prepareStatement("""
                insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id,
                    buyer, content_hash, status, quantity, created_at, changed_at)
                values (?, 1, 1, 1, ?, ?, 'b', ?, ?, 1, now(), now())
                """)) {
            insert.setObject(1, id);
            insert.setInt(2, subsectionId);
            insert.setObject(3, UUID.randomUUID());
            insert.setObject(4, UUID.randomUUID());
            insert.setInt(5, status);
            insert.executeUpdate();
        }
        return id;
    }

    private void claim(UUID booking, int subsectionId, int... seats) throws SQLException {
        try (var insert = connection.prepareStatement("insert into reservation.ticket values (?, ?, ?)")) {
            for (int seat : seats) {
                insert.setInt(1, subsectionId);
                insert.setInt(2, seat);
                insert.setObject(3, booking);
                insert.executeUpdate();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
