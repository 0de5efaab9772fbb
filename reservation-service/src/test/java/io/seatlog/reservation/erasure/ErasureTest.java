package io.seatlog.reservation.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.reservation.journal.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** On the schema that the service migrates, with the test as those who decide meanwhile. */
class ErasureTest {
    private static final String ADA = "ada-ada-ada-ada-ada-aQ";
    private static final String BOB = "bob-bob-bob-bob-bob-bQ";
    private static final int HELD = 1;
    private static final int CONFIRMED = 2;
    private static final int CANCELLED = 3;
    private static final int EXPIRED = 4;
    private static final int REJECTED = 5;
    private static final int OVER = 10;
    private static final int ON_SALE = 11;
    private static final int NEVER_OPENED = 12;
    private static final DataSource DATA_SOURCE = TestDatabase.migrated(TestServers.freshDatabase());
    private static final JdbcTemplate TRUTH = new JdbcTemplate(DATA_SOURCE);
    private final String nobody = ErasedBuyer.next();
    private final Names names = new Names(ADA, nobody);
    private final List<String> report = new ArrayList<>();
    private final Deciders deciders = new Deciders();
    private final Erasure erasure = new Erasure(new ErasureRows(DATA_SOURCE), deciders, report::add);
    private long versions;

    /** Decides whatever a test says, when it is waited for. */
    private static final class Deciders implements Decisions {
        private final List<Runnable> decisions = new ArrayList<>();
        private final List<Place> nudged = new ArrayList<>();
        private int waits;

        @Override
        public void await() {
            waits++;
            var due = List.copyOf(decisions);
            decisions.clear();
            due.forEach(Runnable::run);
        }

        @Override
        public void nudge(List<Place> places) {
            nudged.addAll(places);
            decisions.add(() -> places.forEach(place -> TRUTH.update(
                    "update reservation.partition_progress set outcomes = '\\x0100000000', next_offset = next_offset + 1 "
                            + "where partition = ?",
                    place.partition())));
        }
    }

    @BeforeEach
    void clear() {
        TRUTH.execute("truncate reservation.subsection, reservation.booking, reservation.refusal, "
                + "reservation.buyer_tickets, reservation.dead_letter, reservation.partition_progress");
        subsection(OVER, "now() - interval '1 minute'");
        subsection(ON_SALE, "now() + interval '1 day'");
    }

    @Test
    void shouldPutNobodyInThePlaceOfTheBuyerAndChangeNothingElse() {
        booking(CONFIRMED, OVER, ADA);
        booking(CANCELLED, ON_SALE, ADA);
        booking(EXPIRED, ON_SALE, ADA);
        booking(REJECTED, ON_SALE, ADA);
        booking(REJECTED, NEVER_OPENED, ADA);
        booking(HELD, ON_SALE, BOB);
        refusal(ADA);
        refusal(BOB);
        tickets(event(OVER), ADA, 2);
        tickets(event(OVER), BOB, 3);
        deadLetter("bad " + ADA, ADA + "\u0001\u00ff" + ADA);
        deadLetter("bad", null);
        var before = everything();

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.ERASED);

        assertThat(everything()).containsExactlyInAnyOrderElementsOf(
                before.stream().map(row -> row.contains(ADA)
                        ? row.replace(ADA, nobody).replaceAll(
                                "00000000-0000-0002-0000-[0-9a-f]{12}", new UUID(0, 0).toString())
                        : row).toList());
        assertThat(report).containsExactly("reservation.booking             5", "reservation.refusal             1",
                "reservation.buyer_tickets       1", "reservation.dead_letter         1",
                "reservation.partition_progress  0");
    }

    @Test
    void shouldFindNothingTheSecondTime() {
        booking(CONFIRMED, OVER, ADA);
        tickets(event(OVER), ADA, 2);
        erasure.erase(names);
        var once = everything();
        report.clear();

        assertThat(erasure.erase(new Names(ADA, ErasedBuyer.next()))).isEqualTo(Erasure.Result.ERASED);

        assertThat(everything()).isEqualTo(once);
        assertThat(report).allMatch(line -> line.endsWith(" 0"));
    }

    @Test
    void shouldChangeNothingWhileSomethingIsNotOver() {
        var held = booking(HELD, OVER, ADA);
        var paid = booking(CONFIRMED, ON_SALE, ADA);
        booking(CANCELLED, ON_SALE, ADA);
        tickets(event(ON_SALE), ADA, 4);
        var before = everything();

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.IN_THE_WAY);

        assertThat(everything()).isEqualTo(before);
        assertThat(report).hasSize(2)
                .anyMatch(line -> line.startsWith("in the way: booking " + held + " is HELD until "))
                .anyMatch(line -> line.startsWith("in the way: booking " + paid + " is CONFIRMED, on sale until "));
    }

    /** What is still on the log may be a booking of the buyer: the look comes after it. */
    @Test
    void shouldLookOnlyWhenTheLogIsDecided() {
        deciders.decisions.add(() -> booking(HELD, ON_SALE, ADA));

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.IN_THE_WAY);
    }

    /** The end of a booking, decided from what was read before the rows had their new name. */
    @Test
    void shouldMoveWhatADecisionUnderWayCountsForTheOldName() {
        booking(CONFIRMED, OVER, ADA);
        tickets(event(OVER), ADA, 6);
        deciders.decisions.add(() -> deciders.decisions.add(() -> tickets(event(OVER), ADA, -2)));

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.ERASED);

        assertThat(TRUTH.queryForList("select buyer || ' ' || taken || ' ' || allowed from reservation.buyer_tickets",
                String.class)).containsExactly(nobody + " 4 10");
    }

    @Test
    void shouldLeaveWhatSomebodyBeginsMeanwhileAndSaySo() {
        booking(CONFIRMED, OVER, ADA);
        deciders.decisions.add(() -> deciders.decisions.add(() -> {
            booking(HELD, ON_SALE, ADA);
            tickets(event(ON_SALE), ADA, 1);
        }));

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.IN_THE_WAY);

        assertThat(TRUTH.queryForList("select status || buyer from reservation.booking order by status", String.class))
                .containsExactly(HELD + ADA, CONFIRMED + nobody);
        assertThat(TRUTH.queryForList("select buyer from reservation.buyer_tickets", String.class))
                .containsExactly(ADA);
        assertThat(report.getLast()).startsWith("in the way: booking ");
    }

    @Test
    void shouldHaveStoredOutcomesReplacedByThoseOfLaterCommands() {
        progress(0, "outcomes of " + BOB);
        progress(3, "outcomes of " + ADA);

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.ERASED);

        assertThat(deciders.nudged).extracting(Decisions.Place::partition).containsExactly(3);
        assertThat(deciders.nudged.getFirst().key().eventId()).isIn(event(OVER), event(ON_SALE));
        assertThat(everything()).noneMatch(row -> row.contains(hex(ADA))).anyMatch(row -> row.contains(hex(BOB)));
    }

    @Test
    void shouldGiveUpOnSomebodyWhoDoesNotStop() {
        new Object() {
            void again() {
                refusal(ADA);
                deciders.decisions.add(this::again);
            }
        }.again();

        assertThatThrownBy(() -> erasure.erase(names)).isInstanceOf(ErasureUnfinishedException.class)
                .hasMessageContaining("written anew");
        assertThat(deciders.waits).isBetween(3, 10);
    }

    @Test
    void shouldWaitForALockThatABatchHolds() throws Exception {
        var id = booking(CONFIRMED, OVER, ADA);
        try (var batch = DATA_SOURCE.getConnection(); var update = batch.createStatement()) {
            batch.setAutoCommit(false);
            update.execute("update reservation.booking set quantity = 1 where id = '" + id + "'");
            var end = Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(700); // Longer than the lock timeout of the test's connections.
                    batch.commit();
                } catch (InterruptedException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.ERASED);

            end.join();
        }
        assertThat(TRUTH.queryForList("select quantity || buyer from reservation.booking", String.class))
                .containsExactly(1 + nobody);
    }

    /** By hand with -Dseatlog.erase.rows=5000000. More than one window, more than one batch. */
    @Test
    void shouldWalkThroughALargeTable() {
        int rows = Integer.getInteger("seatlog.erase.rows", 250_000);
        TRUTH.update(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, quantity, created_at, changed_at)
                        select gen_random_uuid(), n, n, 0, ?, ?, case when n % 100 = 0 then ? else 'b' || n end,
                               gen_random_uuid(), 5, 2, now(), now() from generate_series(1, ?) n""",
                ON_SALE, event(ON_SALE), ADA,
                rows);
        TRUTH.update(
                """
                        insert into reservation.refusal select n % 64, n, gen_random_uuid(),
                               case when n % 100 = 0 then ? else 'b' || n end, 1, 1, null, now() from generate_series(1, ?) n""",
                ADA, rows);
        long from = System.nanoTime();

        assertThat(erasure.erase(names)).isEqualTo(Erasure.Result.ERASED);

        System.out.println("erased " + rows / 100 + " of " + rows + " bookings and as many refusals in "
                + (System.nanoTime() - from) / 1_000_000 + " ms");
        assertThat(report).contains("reservation.booking             " + rows / 100,
                "reservation.refusal             " + rows / 100);
        assertThat(TRUTH.queryForObject("select count(*) from reservation.booking where buyer = ?", Integer.class,
                nobody)).isEqualTo(rows / 100);
    }

    @Test
    void shouldTakeNoNamesThatAreNone() {
        assertThatThrownBy(() -> new Names("ada", nobody)).hasMessageContaining("not the opaque id");
        assertThatThrownBy(() -> new Names(nobody, nobody)).hasMessageContaining("not the opaque id");
        assertThatThrownBy(() -> new Names(ADA, BOB)).hasMessageContaining("not the name of nobody");
    }

    private static void subsection(int id, String offSaleAt) {
        TRUTH.update(
                """
                        insert into reservation.subsection (id, event_id, section, subsection, partition, plan, price_minor, currency,
                            on_sale_at, off_sale_at, hold_seconds, max_per_booking, terms_version, free, version)
                        values (?, ?, 'A', '1', 3, '\\x00', 4500, 'EUR', now() - interval '9 days',\s"""
                        + offSaleAt
                        + ", 600, 6, 1, 100, 1)",
                id, event(id));
    }

    private static UUID event(int subsection) {
        return new UUID(7, subsection);
    }

    private UUID booking(int status, int subsection, String buyer) {
        var id = new UUID(1, ++versions);
        TRUTH.update(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, quantity, seats, price_minor, currency, hold_until, created_at, changed_at)
                        values (?, ?, ?, 3, ?, ?, ?, ?, ?, 2, '{1,2}', 4500, 'EUR', now(), now(), now())""",
                id, versions,
                versions, subsection, event(subsection), buyer, new UUID(2, versions), status);
        return id;
    }

    private void refusal(String buyer) {
        TRUTH.update("insert into reservation.refusal values (3, ?, ?, ?, 1, 1, null, now())", ++versions,
                new UUID(1, versions), buyer);
    }

    /** As the journal counts. */
    private static void tickets(UUID event, String buyer, int delta) {
        TRUTH.update("insert into reservation.buyer_tickets as b values (?, ?, ?, ?) on conflict (event_id, buyer) do "
                + "update set taken = b.taken + excluded.taken", event, buyer, delta, delta > 0 ? 10 : 0);
    }

    private void deadLetter(String reason, @Nullable String value) {
        TRUTH.update("insert into reservation.dead_letter values (3, ?, ?, null, ?, now())", ++versions, reason,
                value == null ? null : value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void progress(int partition, String outcomes) {
        TRUTH.update(
                "insert into reservation.partition_progress values (?, gen_random_uuid(), 1, gen_random_uuid(), 1, 5, "
                        + "now(), ?)",
                partition, outcomes.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** All rows of all tables as text; a dead letter with the text of its message. */
    private static List<String> everything() {
        var rows = new ArrayList<String>();
        for (var table : List.of("booking", "refusal", "buyer_tickets", "partition_progress")) {
            rows.addAll(TRUTH.queryForList("select t::text from reservation." + table + " t", String.class));
        }
        rows.addAll(TRUTH.queryForList("select version || reason || encode(coalesce(value, ''), 'escape') "
                + "from reservation.dead_letter", String.class));
        return rows;
    }
}
