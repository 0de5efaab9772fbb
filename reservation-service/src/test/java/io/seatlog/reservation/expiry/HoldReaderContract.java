package io.seatlog.reservation.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.journal.BatchWrites;
import io.seatlog.reservation.journal.CommitResult;
import io.seatlog.reservation.journal.Journal;
import io.seatlog.reservation.journal.LogIdentity;
import io.seatlog.reservation.journal.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every reader of deadlines must do, whatever it reads from. */
abstract class HoldReaderContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final LogIdentity LOG = new LogIdentity(new UUID(3, 3), 0, 1_000_000);
    private static final UUID EVENT = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private final List<Booking> bookings = new ArrayList<>();
    private Stored stored = new Stored(null, null);

    /** Both on the same data. */
    record Stored(@Nullable Journal journal,
            @Nullable HoldReader holds) {}

    abstract Stored fresh();

    @BeforeEach
    void store() {
        stored = fresh();
    }

    @Test
    void findsOnlyHoldsThatEndInTime() {
        given(1, 1, BookingStatus.HELD, NOON.minusSeconds(3_600));
        given(2, 1, BookingStatus.HELD, NOON.minusMillis(1));
        given(3, 1, BookingStatus.HELD, NOON);
        given(4, 1, BookingStatus.EXPIRED, null);
        given(5, 1, BookingStatus.CONFIRMED, null);
        commit();

        assertThat(read(NOON, Set.of(1), 10)).containsExactlyInAnyOrder(hold(1, 1, NOON.minusSeconds(3_600)),
                hold(2, 1, NOON.minusMillis(1)));
    }

    @Test
    void readsTheEarliestOfEachPartitionAskedFor() {
        for (int i = 0; i < 5; i++) {
            given(10 + i, 1, BookingStatus.HELD, NOON.minusSeconds(10 + i));
            given(20 + i, 2, BookingStatus.HELD, NOON.minusSeconds(100 + i));
            given(30 + i, 3, BookingStatus.HELD, NOON.minusSeconds(200 + i));
        }
        commit();

        assertThat(read(NOON, Set.of(1, 3), 2)).extracting(Hold::bookingId).containsExactlyInAnyOrder(id(14), id(13),
                id(34), id(33));
        assertThat(read(NOON, Set.of(2), 100)).hasSize(5);
        assertThat(read(NOON, Set.of(9), 100)).isEmpty();
    }

    private List<Hold> read(Instant before, Set<Integer> partitions, int most) {
        return Objects.requireNonNull(stored.holds()).endingBefore(before, partitions, most);
    }

    private void given(int number, int partition, BookingStatus status,
            @Nullable Instant until) {
        bookings.add(new Booking(id(number), partition, EVENT, "ann", EVENT, status, null, 1, Seats.of(number), 4_500,
                "EUR", until, Version.of(1, number), Version.of(1, number), NOON, NOON));
    }

    private void commit() {
        var journal = Objects.requireNonNull(stored.journal());
        for (int partition = 1; partition <= 3; partition++) {
            int number = partition;
            var owner = ((Taken.Mine) journal.take(partition, LOG, UUID.randomUUID(), null)).progress().owner();
            var opening = new Command.OpenSubsection(partition, key(partition), partition, new SeatingPlan(10, 10),
                    new Terms(1, 4_500, "EUR", NOON, NOON.plusSeconds(60), 600, 8));
            var mine = bookings.stream().filter(booking -> booking.subsectionId() == number).toList();
            var result = journal.commit(new BatchWrites(
                    List.of(new BatchWrites.Advance(partition, owner, 0, 500, NOON, new byte[0])),
                    mine.stream().map(booking -> new BatchWrites.Inserted(number, booking)).toList(), List.of(),
                    List.of(), List.of(), List.of(), List.of(new BatchWrites.Opened(opening, 100, Version.of(1, 0))),
                    List.of(), List.of(), List.of(), List.of()));
            assertThat(result).isInstanceOf(CommitResult.Committed.class);
        }
    }

    private static Hold hold(int number, int partition, Instant until) {
        return new Hold(id(number), partition, key(partition), partition, until);
    }

    private static SubsectionKey key(int partition) {
        return new SubsectionKey(EVENT, "A", Integer.toString(partition));
    }

    private static UUID id(int number) {
        return new UUID(0x7000, number);
    }
}
