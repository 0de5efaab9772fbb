package io.seatlog.reservation.journal;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * The statements of one batch in the order that keeps batches from deadlocking: fence, bookings by id, changed
 * bookings, buyers by event and name, claims, subsections, refusals, dead letters. Sent as one multi-statement, so that
 * it is one flush; what a batch does not need is left out, and the few forms that remain are prepared once a connection.
 */
final class BatchFlush {
    private static final String FENCED = "SL001";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";
    /** Lock not available, deadlock detected, serialization failure: of a statement before COMMIT, so it is certain. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01", "40001");
    private static final String DATA_ERROR_CLASSES = "2[23].{3}";
    private static final Pattern CLAIM = Pattern.compile("\\(subsection_id, seat\\)=\\((\\d+), \\d+\\)");
    private static final byte[] NO_BYTES = {};

    private final StringBuilder sql = new StringBuilder();
    private final List<Columns> parameters = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();

    private record Expected(String what, int rows) {}

    BatchFlush(BatchWrites writes) {
        fence(writes.advances());
        insertBookings(writes.inserted());
        updateBookings(writes.changed());
        take(writes.taken());
        claims("released claims", JournalSql.DELETE_TICKETS, writes.released());
        claims("claims", JournalSql.INSERT_TICKETS, writes.claimed());
        open(writes.opened());
        resell(writes.resold());
        reword(writes.reworded());
        refuse(writes.refusals());
        deadLetters(writes.deadLetters());
    }

    /** @return which statement did not change as many rows as it must, in words */
    Optional<String> send(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(sql.toString())) {
            int parameter = 1;
            for (var columns : parameters) {
                parameter = columns.bind(connection, statement, parameter);
            }
            boolean isResult = statement.execute();
            return isResult ? check(statement) : Optional.of("the fence gave no result");
        }
    }

    private Optional<String> check(PreparedStatement statement) throws SQLException {
        for (var each : expected) {
            statement.getMoreResults();
            int rows = statement.getUpdateCount();
            if (rows != each.rows) {
                return Optional.of(each.what + ": " + rows + " rows instead of " + each.rows);
            }
        }
        return Optional.empty();
    }

    /** @return what the failure says about the batch; empty when it says nothing, but something about the database */
    static Optional<CommitResult> explain(SQLException failure) {
        if (!(failure instanceof PSQLException) || failure.getSQLState() == null) {
            return Optional.empty();
        }
        if (BUSY.contains(failure.getSQLState())) {
            return Optional.of(new CommitResult.Busy());
        }
        var message = ((PSQLException) failure).getServerErrorMessage();
        if (message == null) {
            return Optional.empty();
        }
        if (FENCED.equals(failure.getSQLState())) {
            return Optional.of(new CommitResult.Fenced(Integer.parseInt(String.valueOf(message.getDetail()))));
        }
        if (UNIQUE_VIOLATION.equals(failure.getSQLState()) && "booking_pkey".equals(message.getConstraint())) {
            return Optional.of(new CommitResult.Twin());
        }
        if (CHECK_VIOLATION.equals(failure.getSQLState()) && "buyer_tickets_allowed".equals(message.getConstraint())) {
            return Optional.of(new CommitResult.LimitPassed());
        }
        var claim = CLAIM.matcher(String.valueOf(message.getDetail()));
        if (UNIQUE_VIOLATION.equals(failure.getSQLState()) && "ticket_pkey".equals(message.getConstraint())
                && claim.find()) {
            return Optional.of(new CommitResult.SeatClaimed(Integer.parseInt(claim.group(1))));
        }
        return failure.getSQLState().matches(DATA_ERROR_CLASSES)
                ? Optional.of(new CommitResult.Unstorable(String.valueOf(message.getMessage())))
                : Optional.empty();
    }

    private void fence(List<BatchWrites.Advance> advances) {
        sql.append(JournalSql.FENCE);
        parameters.add(new Columns(advances.size()).shorts(advances, BatchWrites.Advance::partition)
                .uuids(advances, BatchWrites.Advance::owner).longs(advances, BatchWrites.Advance::from)
                .longs(advances, BatchWrites.Advance::to).longs(advances, advance -> advance.logTime().toEpochMilli())
                .bytes(advances, BatchWrites.Advance::outcomes));
    }

    private void insertBookings(List<BatchWrites.Inserted> rows) {
        var bookings = rows.stream().map(BatchWrites.Inserted::booking).toList();
        add("new bookings", JournalSql.INSERT_BOOKINGS, new Columns(rows.size()).uuids(bookings, Booking::id)
                .longs(bookings, Booking::version).longs(bookings, Booking::createdVersion)
                .shorts(rows, BatchWrites.Inserted::partition).ints(bookings, Booking::subsectionId)
                .uuids(bookings, Booking::eventId).texts(bookings, Booking::buyer)
                .uuids(bookings, Booking::contentHash).shorts(bookings, booking -> booking.status().code())
                .shorts(bookings, booking -> code(booking.reason())).shorts(bookings, Booking::quantity)
                .texts(bookings, booking -> literal(booking.seats())).longs(bookings, Booking::priceMinor)
                .texts(bookings, booking -> text(booking.currency())).longs(bookings, BatchFlush::holdUntil)
                .longs(bookings, booking -> booking.createdAt().toEpochMilli())
                .longs(bookings, booking -> booking.changedAt().toEpochMilli())
                .shorts(bookings, BatchFlush::extended).optionalUuids(bookings, Booking::paymentId));
    }

    private void updateBookings(List<BatchWrites.Changed> rows) {
        var bookings = rows.stream().map(BatchWrites.Changed::booking).toList();
        add("changed bookings", JournalSql.UPDATE_BOOKINGS, new Columns(rows.size()).uuids(bookings, Booking::id)
                .longs(rows, BatchWrites.Changed::versionBefore).longs(bookings, Booking::version)
                .shorts(bookings, booking -> booking.status().code())
                .shorts(bookings, booking -> code(booking.reason())).shorts(bookings, Booking::quantity)
                .texts(bookings, booking -> literal(booking.seats())).longs(bookings, BatchFlush::holdUntil)
                .longs(bookings, booking -> booking.changedAt().toEpochMilli())
                .shorts(bookings, BatchFlush::extended).optionalUuids(bookings, Booking::paymentId));
    }

    private void take(List<BatchWrites.Taken> rows) {
        add("tickets of buyers", JournalSql.TAKE_TICKETS,
                new Columns(rows.size()).uuids(rows, row -> row.buyer().eventId())
                        .texts(rows, row -> row.buyer().buyer()).ints(rows, BatchWrites.Taken::delta)
                        .ints(rows, BatchWrites.Taken::allowed));
    }

    private void claims(String what, String statement, List<BatchWrites.Claim> rows) {
        add(what, statement, new Columns(rows.size()).ints(rows, BatchWrites.Claim::subsectionId)
                .shorts(rows, BatchWrites.Claim::seat).uuids(rows, BatchWrites.Claim::bookingId));
    }

    private void open(List<BatchWrites.Opened> rows) {
        add("opened subsections", JournalSql.INSERT_SUBSECTIONS, new Columns(rows.size())
                .ints(rows, row -> row.opening().subsectionId()).uuids(rows, row -> row.opening().key().eventId())
                .texts(rows, row -> row.opening().key().section()).texts(rows, row -> row.opening().key().subsection())
                .shorts(rows, row -> row.opening().partition()).bytes(rows, row -> row.opening().plan().toBytes())
                .longs(rows, row -> row.opening().terms().priceMinor())
                .texts(rows, row -> row.opening().terms().currency())
                .longs(rows, row -> row.opening().terms().onSaleAt().toEpochMilli())
                .longs(rows, row -> row.opening().terms().offSaleAt().toEpochMilli())
                .ints(rows, row -> row.opening().terms().holdSeconds())
                .shorts(rows, row -> row.opening().terms().maxPerBooking())
                .shorts(rows, row -> row.opening().terms().maxPerBuyer())
                .shorts(rows, row -> row.opening().terms().sale().code())
                .ints(rows, row -> row.opening().terms().version()).shorts(rows, BatchWrites.Opened::free)
                .longs(rows, BatchWrites.Opened::version));
    }

    private void resell(List<BatchWrites.Resold> rows) {
        add("changed subsections", JournalSql.UPDATE_SUBSECTIONS, new Columns(rows.size())
                .ints(rows, BatchWrites.Resold::subsectionId).shorts(rows, BatchWrites.Resold::free)
                .longs(rows, BatchWrites.Resold::versionBefore).longs(rows, BatchWrites.Resold::version));
    }

    private void reword(List<BatchWrites.Reworded> rows) {
        var terms = rows.stream().map(BatchWrites.Reworded::terms).toList();
        add("changed terms", JournalSql.UPDATE_TERMS,
                new Columns(rows.size()).ints(rows, BatchWrites.Reworded::subsectionId)
                        .ints(rows, BatchWrites.Reworded::termsBefore).ints(terms, Terms::version)
                        .longs(terms, Terms::priceMinor).longs(terms, each -> each.onSaleAt().toEpochMilli())
                        .longs(terms, each -> each.offSaleAt().toEpochMilli()).ints(terms, Terms::holdSeconds)
                        .shorts(terms, Terms::maxPerBooking).shorts(terms, Terms::maxPerBuyer)
                        .shorts(terms, each -> each.sale().code()));
    }

    private void refuse(List<BatchWrites.Refusal> rows) {
        add("refusals", JournalSql.INSERT_REFUSALS,
                new Columns(rows.size()).shorts(rows, BatchWrites.Refusal::partition)
                        .longs(rows, row -> row.refused().version()).uuids(rows, row -> row.refused().bookingId())
                        .texts(rows, row -> row.refused().buyer()).shorts(rows, row -> row.refused().command().code())
                        .shorts(rows, row -> row.refused().reason().code())
                        .shorts(rows, row -> code(row.refused().status()))
                        .longs(rows, row -> row.refused().at().toEpochMilli()));
    }

    private void deadLetters(List<BatchWrites.DeadLetter> rows) {
        add("dead letters", JournalSql.INSERT_DEAD_LETTERS, new Columns(rows.size())
                .shorts(rows, BatchWrites.DeadLetter::partition).longs(rows, BatchWrites.DeadLetter::version)
                .texts(rows, row -> storable(row.reason())).bytes(rows, row -> orEmpty(row.key()))
                .bytes(rows, row -> orEmpty(row.value())).longs(rows, row -> row.at().toEpochMilli()));
    }

    private void add(String what, String statement, Columns columns) {
        if (columns.rows() > 0) {
            sql.append(statement);
            parameters.add(columns);
            expected.add(new Expected(what, columns.rows()));
        }
    }

    private static int code(@Nullable Reason reason) {
        return reason == null ? 0 : reason.code();
    }

    private static int code(@Nullable BookingStatus status) {
        return status == null ? 0 : status.code();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static byte[] orEmpty(byte @Nullable [] value) {
        return value == null ? NO_BYTES : value;
    }

    /** PostgreSQL's text has no zero character; a reason may quote anything. */
    private static String storable(String reason) {
        return reason.replace("\0", "");
    }

    private static int extended(Booking booking) {
        return booking.extended() ? 1 : 0;
    }

    private static long holdUntil(Booking booking) {
        var until = booking.holdUntil();
        return until == null ? 0 : until.toEpochMilli();
    }

    private static String literal(Seats seats) {
        return seats.isEmpty()
                ? ""
                : seats.stream().mapToObj(Integer::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
