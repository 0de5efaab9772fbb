package io.seatlog.ticketing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.log.Positions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A cancelled event's bookings are ended on the log; the test decides, and is slow or forgetful where that matters. */
class CancellationSweepTest {
    private static final RunningApi API = RunningApi.shared();
    private static final JdbcTemplate JDBC = API.context.getBean(JdbcTemplate.class);
    private UUID event = new UUID(0, 0);
    private List<Integer> subsections = List.of();
    private Map<TopicPartition, Long> from = Map.of();

    @BeforeEach
    void anEventOnSale() {
        event = BookingRequests.onSale(API);
        subsections = JDBC.queryForList("select id from ticketing.subsection where event = ? order by id",
                Integer.class, event);
        JDBC.query("select id, section, name, partition from ticketing.subsection where event = ?", row -> {
            API.truth.update("""
                    insert into reservation.subsection (id, event_id, section, subsection, partition, plan, price_minor,
                        currency, on_sale_at, off_sale_at, hold_seconds, max_per_booking, terms_version, free, version)
                    values (?, ?, ?, ?, ?, '', 1, 'EUR', now(), now(), 600, 10, 1, 0, 0)""", row.getInt(1), event,
                    row.getString(2), row.getString(3), row.getInt(4));
        }, event);
        from = API.logEnd();
    }

    @AfterEach
    void nothingIsDecidedAgain() {
        API.truth.update("update reservation.subsection set sale = 3 where event_id = ?", event);
        API.truth.update("delete from reservation.booking where event_id = ?", event);
        API.truth.update("update reservation.partition_progress set next_offset = 0");
    }

    @Test
    void everythingHeldOrConfirmedIsEndedInSlices() {
        var first = subsections.getFirst();
        var expected = new HashSet<>(insert(first, BookingStatus.HELD, 1_100));
        expected.addAll(insert(first, BookingStatus.CONFIRMED, 100));
        expected.addAll(insert(subsections.getLast(), BookingStatus.CONFIRMED, 3));
        insert(first, BookingStatus.EXPIRED, 3);
        insert(first, BookingStatus.CANCELLED, 3);
        insert(first, BookingStatus.REJECTED, 3);

        var cancelled = cancel();

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
        assertThat(closings()).as("closed before the answer").containsAll(subsections);
        assertThat(API.get("/api/events/" + event).text("status")).isEqualTo("CANCELLED");
        RunningApi.await("ended", () -> {
            decide();
            return isOver();
        });
        var endings = endings();
        assertThat(endings).allSatisfy(one -> {
            assertThat(one.reason()).isEqualTo(Reason.EVENT_CANCELLED);
            assertThat(one.bookingIds()).hasSizeLessThanOrEqualTo(500);
        });
        assertThat(named(endings)).as("each of them once, and nothing else")
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(live()).isZero();
        assertThat(cancel().status()).isEqualTo(202);
        assertThat(isOver()).as("repeating it changes nothing").isTrue();
    }

    /** It was in the line before the closing command. */
    @Test
    void whatIsHeldLateIsEndedToo() {
        var early = insert(subsections.getFirst(), BookingStatus.HELD, 1);
        cancel();
        RunningApi.await("the early one", () -> named(endings()).containsAll(early));
        end(early);
        moveOn(API.logEnd());
        RunningApi.await("looks again", () -> closings().size() > subsections.size());
        assertThat(isOver()).as("nothing is left, but not everything is closed").isFalse();
        var late = insert(subsections.getLast(), BookingStatus.HELD, 1);

        RunningApi.await("ended", () -> {
            decide();
            return isOver();
        });

        assertThat(named(endings())).containsAll(late);
        assertThat(live()).isZero();
    }

    /** Commands may be lost with whoever sent them: all that counts is in the tables. */
    @Test
    void whoeverTakesOverBeginsAnew() {
        var held = insert(subsections.getFirst(), BookingStatus.HELD, 2);
        JDBC.update("""
                update ticketing.event set sale = 3, cancelled = true, cancel_due = now() - interval '1 second',
                       terms_version = 2, send_due = now() + interval '1 hour',
                       version = nextval('ticketing.event_version') where id = ?""", event);

        RunningApi.await("ended", () -> {
            decide();
            return isOver();
        });

        assertThat(closings()).as("the one that crashed had sent nothing").containsAll(subsections);
        assertThat(named(endings())).containsAll(held);
    }

    @Test
    void twoInstancesShareTheWork() {
        var held = insert(subsections.getFirst(), BookingStatus.HELD, 700);
        var context = API.context;
        try (var _ = new CancellationSweep(context.getBean(DueCancellations.class), context.getBean(EventReader.class),
                context.getBean(CommandLog.class), context.getBean(Positions.class))) {
            cancel();
            RunningApi.await("ended", () -> {
                decide();
                return isOver();
            });
        }
        assertThat(named(endings())).as("one has the lease, the other leaves it alone")
                .containsExactlyInAnyOrderElementsOf(held);
    }

    private RunningApi.Answer cancel() {
        return API.post("/api/events/" + event + "/cancel", "", TestIssuer.AS, "organizer");
    }

    private List<UUID> insert(int subsection, BookingStatus status, int count) {
        var ids = new ArrayList<UUID>();
        var rows = new ArrayList<Object[]>();
        for (int i = 0; i < count; i++) {
            var id = Uuid7.next();
            ids.add(id);
            rows.add(new Object[]{id, subsection, event, status.code()});
        }
        API.truth.batchUpdate(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, quantity, created_at, changed_at)
                        values (?, 1, 1, 0, ?, ?, 'bob', gen_random_uuid(), ?, 1, now(), now())""",
                rows);
        return ids;
    }

    /** What reservation-service would do with everything on the log, and how far it then says it is. */
    private void decide() {
        var ends = API.logEnd();
        for (var logged : API.loggedSince(from)) {
            switch (logged.command()) {
                case Command.ChangeTerms change when change.terms().sale() == Sale.CLOSED -> API.truth
                        .update("update reservation.subsection set sale = 3 where id = ?", change.subsectionId());
                case Command.CancelBookings cancel -> end(cancel.bookingIds());
                default -> {
                }
            }
        }
        moveOn(ends);
    }

    private static void end(List<UUID> bookings) {
        API.truth.update("""
                update reservation.booking set status = 3, reason = 17 where id = any(?) and status in (1, 2)""",
                (Object) bookings.toArray(UUID[]::new));
    }

    private static void moveOn(Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> API.truth.update(
                "update reservation.partition_progress set next_offset = ? where partition = ?", end,
                partition.partition()));
    }

    private List<Command.CancelBookings> endings() {
        return API.loggedSince(from).stream().map(RunningApi.Logged::command)
                .filter(Command.CancelBookings.class::isInstance).map(Command.CancelBookings.class::cast)
                .filter(one -> subsections.contains(one.subsectionId())).toList();
    }

    private static List<UUID> named(List<Command.CancelBookings> endings) {
        return endings.stream().flatMap(one -> one.bookingIds().stream()).toList();
    }

    private List<Integer> closings() {
        return API.loggedSince(from).stream().map(RunningApi.Logged::command)
                .filter(Command.ChangeTerms.class::isInstance).map(Command.ChangeTerms.class::cast)
                .filter(one -> one.terms().sale() == Sale.CLOSED).map(Command.ChangeTerms::subsectionId)
                .filter(subsections::contains).toList();
    }

    private boolean isOver() {
        return Boolean.TRUE.equals(JDBC.queryForObject("select cancel_due is null from ticketing.event where id = ?",
                Boolean.class, event));
    }

    private long live() {
        return Objects.requireNonNull(
                JDBC.queryForObject("select count(*) from reservation.booking where event_id = ? and status in (1, 2)",
                        Long.class, event));
    }
}
