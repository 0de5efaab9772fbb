package io.seatlog.reservation.subsection;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One subsection and the bookings that a database would hold, fed with commands in log order. */
final class World {
    static final int ID = 7;
    static final UUID EVENT = Uuid7.of(1_800_000_000_000L, 1, 1);
    static final Instant ON_SALE = Instant.parse("2026-11-21T12:00:00Z");
    static final Instant OFF_SALE = Instant.parse("2026-11-21T18:00:00Z");
    static final Terms TERMS = new Terms(2, 4_500, "EUR", ON_SALE, OFF_SALE, 600, 4);

    final Outcome.SubsectionOpened opened;
    final List<Outcome> outcomes = new ArrayList<>();
    final Map<UUID, Booking> bookings = new LinkedHashMap<>();
    Subsection subsection;
    private final Set<Integer> blocked = new TreeSet<>();
    private long nextOffset = 100;

    World(SeatingPlan plan) {
        this(new Command.OpenSubsection(ID, new SubsectionKey(EVENT, "A", "1"), 3, plan, TERMS));
    }

    World(Command.OpenSubsection opening) {
        opened = Subsection.open(opening, nextVersion());
        subsection = Subsection.opened(opened);
    }

    /** Decides and applies, and proves on the way that deciding is pure. */
    List<Outcome> run(Command command, Instant logTime) {
        long version = nextVersion();
        var before = subsection.image().toBytes();
        var decided = subsection.decide(command, bookings::get, version, logTime);
        assertThat(subsection.decide(command, bookings::get, version, logTime)).as("decided again").isEqualTo(decided);
        assertThat(subsection.image().toBytes()).as("untouched by deciding").isEqualTo(before);
        for (var outcome : decided) {
            assertThat(outcome.version()).isEqualTo(version);
            subsection.apply(outcome);
            outcomes.add(outcome);
            if (outcome instanceof Outcome.OfBooking move) {
                bookings.put(move.booking().id(), move.booking());
            } else if (outcome instanceof Outcome.SeatsBlocked(_, _, var seats)) {
                seats.stream().forEach(blocked::add);
            } else if (outcome instanceof Outcome.SeatsUnblocked(_, _, var seats)) {
                seats.stream().forEach(blocked::remove);
            }
        }
        return decided;
    }

    @Nullable
    Booking known(Command command) {
        return command instanceof Command.OfBooking ofBooking ? bookings.get(ofBooking.bookingId()) : null;
    }

    /** Adds what an earlier release of this code, or a later one, left in the database, and loads again. */
    void given(Booking booking) {
        bookings.put(booking.id(), booking);
        subsection = loaded();
    }

    /** The subsection as its owner's successor would load it. */
    Subsection loaded() {
        return new Subsection(subsection.opening(), seats(BookingStatus.HELD), seats(BookingStatus.CONFIRMED),
                Seats.of(blocked.stream().mapToInt(Integer::intValue).toArray()), subsection.version());
    }

    Subsection replayed() {
        var replayed = Subsection.opened(opened);
        outcomes.forEach(replayed::apply);
        return replayed;
    }

    Seats seats(BookingStatus status) {
        return Seats.of(bookings.values().stream().filter(booking -> booking.status() == status)
                .filter(booking -> booking.subsectionId() == ID).flatMapToInt(booking -> booking.seats().stream())
                .toArray());
    }

    long nextVersion() {
        return Version.of(1, nextOffset++);
    }
}
