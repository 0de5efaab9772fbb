package io.seatlog.kernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final UUID ID = UUID.fromString("01930000-0000-7abc-8def-0123456789ab");
    private static final UUID PAYMENT = UUID.fromString("01930000-0000-7abc-8def-0123456789ac");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** Stored with every booking, so that a retry years later is still known. */
    @Test
    void pinsTheContentHash() {
        assertThat(ContentHash.of(best(ID, "Buyer_1-x", 70_000, 3)))
                .isEqualTo(UUID.fromString("c9ad9333-a71d-58a7-2df3-7b3bb5a321b8"));
        assertThat(ContentHash.of(manual(70_000, "Buyer_1-x", 24, 499)))
                .isEqualTo(UUID.fromString("19228cc6-e589-de19-ac51-906d249142b2"));
    }

    @Test
    void hashesWhatABookingAsksForAndNothingElse() {
        var hash = ContentHash.of(best(ID, "ann", 7, 2));
        var chosen = ContentHash.of(manual(7, "ann", 3, 4));

        assertThat(ContentHash.of(best(UUID.randomUUID(), "ann", 7, 2))).isEqualTo(hash);
        assertThat(ContentHash.of(manual(7, "ann", 4, 3))).isEqualTo(chosen);
        assertThat(List.of(ContentHash.of(best(ID, "bob", 7, 2)), ContentHash.of(best(ID, "ann", 8, 2)),
                ContentHash.of(best(ID, "ann", 7, 3)), chosen, ContentHash.of(manual(7, "ann", 3, 5))))
                .doesNotContain(hash).doesNotHaveDuplicates();
    }

    @Test
    void refusesImpossibleReservations() {
        for (int quantity : new int[]{-1, 0, 11}) {
            assertThatThrownBy(() -> best(ID, "ann", 7, quantity)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Command.ReserveSeats(7, ID, "ann", 2, Selection.MANUAL, Seats.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ReserveSeats(7, ID, "ann", 1, Selection.BEST_AVAILABLE, Seats.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> best(ID, "a b", 7, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.CancelBooking(7, ID, "", Reason.CANCELLED_BY_BUYER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesImpossibleOpenings() {
        var key = new SubsectionKey(ID, "A", "1");
        var plan = new SeatingPlan(1, 1);
        var terms = new Terms(1, 0, "EUR", NOON, NOON.plusMillis(1), 1, 1);

        assertThatThrownBy(() -> new Command.OpenSubsection(0, key, 0, plan, terms))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.OpenSubsection(1, key, -1, plan, terms))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesImpossibleTerms() {
        requireNoTerms(0, 1, "EUR", NOON.plusSeconds(1), 1, 1);
        requireNoTerms(1, -1, "EUR", NOON.plusSeconds(1), 1, 1);
        requireNoTerms(1, 1, "eur", NOON.plusSeconds(1), 1, 1);
        requireNoTerms(1, 1, "EURO", NOON.plusSeconds(1), 1, 1);
        requireNoTerms(1, 1, "EUR", NOON, 1, 1);
        requireNoTerms(1, 1, "EUR", NOON.plusSeconds(1), 0, 1);
        requireNoTerms(1, 1, "EUR", NOON.plusSeconds(1), 1, 0);
        requireNoTerms(1, 1, "EUR", NOON.plusSeconds(1), 1, 11);
    }

    @Test
    void keepsAllButStatusReasonAndDeadlineOfACancelledBooking() {
        var held = new Booking(ID, 7, ID, "ann", ID, BookingStatus.HELD, null, 2, Seats.of(1, 2), 4_500, "EUR",
                NOON.plusSeconds(600), 10, 10, NOON, NOON);

        assertThat(held.cancelled(Reason.CANCELLED_BY_BUYER, 12, NOON.plusSeconds(5))).isEqualTo(new Booking(ID, 7, ID,
                "ann", ID, BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER, 2, Seats.of(1, 2), 4_500, "EUR", null,
                12, 10, NOON, NOON.plusSeconds(5)));
    }

    @Test
    void allowsEveryLimitItself() {
        var key = new SubsectionKey(ID, "A", "1");
        var terms = new Terms(1, 0, "EUR", NOON, NOON.plusMillis(1), 1, 1);
        var ten = Seats.of(IntStream.range(0, Terms.MAX_TICKETS).toArray());

        assertThat(best(ID, "ann", 7, 1).quantity()).isEqualTo(1);
        assertThat(best(ID, "ann", 7, Terms.MAX_TICKETS).quantity()).isEqualTo(10);
        assertThat(new Terms(1, 0, "EUR", NOON, NOON.plusMillis(1), 1, Terms.MAX_TICKETS, Terms.MOST_PER_BUYER)
                .maxPerBuyer()).isEqualTo(1_000);
        assertThat(new Command.OpenSubsection(1, key, 0, new SeatingPlan(1, 1), terms).partition()).isZero();
        assertThat(new Command.ReleaseSeats(7, ID, "ann", ten).seats()).isEqualTo(ten);
        assertThat(new Command.ConfirmBooking(7, ID, "ann", ID, 0, NOON).amountMinor()).isZero();
        assertThat(new Command.ExtendHold(7, ID, "ann", 1).seconds()).isEqualTo(1);
        assertThat(new Command.ExtendHold(7, ID, "ann", 3_600).seconds()).isEqualTo(3_600);
        assertThat(new Command.ExpireHolds(7, ids(500)).bookingIds()).hasSize(500);
        assertThat(new Command.CancelBookings(7, ids(500), Reason.EVENT_CANCELLED).bookingIds()).hasSize(500);
    }

    @Test
    void refusesWhatIsBeyondALimit() {
        var eleven = Seats.of(IntStream.range(0, Terms.MAX_TICKETS + 1).toArray());

        assertThatThrownBy(() -> new Terms(1, 0, "EUR", NOON, NOON.plusMillis(1), 1, 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Terms(1, 0, "EUR", NOON, NOON.plusMillis(1), 1, 1, 1_001))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ReleaseSeats(7, ID, "ann", eleven))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ReleaseSeats(7, ID, "ann", Seats.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ConfirmBooking(7, ID, "ann", ID, -1, NOON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ExtendHold(7, ID, "ann", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ExtendHold(7, ID, "ann", 3_601))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ExpireHolds(7, ids(501))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.CancelBookings(7, ids(501), Reason.EVENT_CANCELLED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsNoCommandWithoutABuyer() {
        assertThatThrownBy(() -> new Command.ReleaseSeats(7, ID, "", Seats.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ConfirmBooking(7, ID, "", ID, 1, NOON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ExtendHold(7, ID, "", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesOnlyWhatAMoveChanges() {
        var later = NOON.plusSeconds(5);
        var held = new Booking(ID, 7, ID, "ann", ID, BookingStatus.HELD, null, 2, Seats.of(1, 2), 4_500, "EUR",
                NOON.plusSeconds(600), 10, 10, NOON, NOON);

        assertThat(held.totalMinor()).isEqualTo(9_000);
        assertThat(held.keeping(Seats.of(2), 12, later)).isEqualTo(new Booking(ID, 7, ID, "ann", ID,
                BookingStatus.HELD, null, 1, Seats.of(2), 4_500, "EUR", NOON.plusSeconds(600), 12, 10, NOON, later));
        assertThat(held.extendedUntil(NOON.plusSeconds(900), 12, later)).isEqualTo(new Booking(ID, 7, ID, "ann", ID,
                BookingStatus.HELD, null, 2, Seats.of(1, 2), 4_500, "EUR", NOON.plusSeconds(900), 12, 10, NOON, later,
                true, null));
        assertThat(held.confirmed(PAYMENT, 12, later)).isEqualTo(new Booking(ID, 7, ID, "ann", ID,
                BookingStatus.CONFIRMED, null, 2, Seats.of(1, 2), 4_500, "EUR", null, 12, 10, NOON, later, false,
                PAYMENT));
        assertThat(held.expired(12, later)).isEqualTo(new Booking(ID, 7, ID, "ann", ID, BookingStatus.EXPIRED, null, 2,
                Seats.of(1, 2), 4_500, "EUR", null, 12, 10, NOON, later));
    }

    @Test
    void isDueFromItsDeadlineOn() {
        var until = NOON.plusSeconds(600);
        var held = new Booking(ID, 7, ID, "ann", ID, BookingStatus.HELD, null, 2, Seats.of(1, 2), 4_500, "EUR", until,
                10, 10, NOON, NOON);

        assertThat(held.isDue(until.minusMillis(1))).isFalse();
        assertThat(held.isDue(until)).isTrue();
        assertThat(held.isDue(until.plusMillis(1))).isTrue();
        assertThat(held.confirmed(PAYMENT, 12, NOON).isDue(until)).isFalse();
    }

    @Test
    void speaksForItsBooking() {
        var booking = new Booking(ID, 7, ID, "ann", ID, BookingStatus.HELD, null, 1, Seats.of(1), 4_500, "EUR",
                NOON.plusSeconds(600), 10, 10, NOON, NOON);
        Outcome outcome = new Outcome.SeatsHeld(booking);

        assertThat(outcome.subsectionId()).isEqualTo(7);
        assertThat(outcome.version()).isEqualTo(10);
    }

    @Test
    void keepsThePlaceWhenTermsChange() {
        var terms = new Terms(1, 0, "EUR", NOON, NOON.plusMillis(1), 1, 1);
        var others = new Terms(2, 5, "EUR", NOON, NOON.plusMillis(1), 1, 1);
        var opening = new Command.OpenSubsection(1, new SubsectionKey(ID, "A", "1"), 3, new SeatingPlan(1, 1), terms);

        assertThat(opening.with(others)).isEqualTo(new Command.OpenSubsection(1, opening.key(), 3,
                new SeatingPlan(1, 1), others));
    }

    @Test
    void numbersReasonsAndStatesOfSaleForGood() {
        assertThat(List.of(Reason.values()).stream().map(reason -> Reason.ofCode(reason.code())))
                .containsExactly(Reason.values());
        assertThat(List.of(Sale.values()).stream().map(sale -> Sale.ofCode(sale.code())))
                .containsExactly(Sale.values());
        assertThatThrownBy(() -> Reason.ofCode(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reason.ofCode(Reason.values().length + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sale.ofCode(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sale.ofCode(Sale.values().length + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<UUID> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> new UUID(1, i)).toList();
    }

    @Test
    void numbersEveryStatusForGood() {
        assertThat(List.of(BookingStatus.values()).stream().map(status -> status + "=" + status.code()))
                .containsExactly("HELD=1", "CONFIRMED=2", "CANCELLED=3", "EXPIRED=4", "REJECTED=5");
        assertThat(List.of(BookingStatus.values()).stream().map(status -> BookingStatus.ofCode(status.code())))
                .containsExactly(BookingStatus.values());
        assertThatThrownBy(() -> BookingStatus.ofCode(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BookingStatus.ofCode(6)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void requireNoTerms(int version, long price, String currency, Instant offSale, int hold, int max) {
        assertThatThrownBy(() -> new Terms(version, price, currency, NOON, offSale, hold, max))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Command.ReserveSeats best(UUID id, String buyer, int subsection, int quantity) {
        return new Command.ReserveSeats(subsection, id, buyer, quantity, Selection.BEST_AVAILABLE, Seats.NONE);
    }

    private static Command.ReserveSeats manual(int subsection, String buyer, int... seats) {
        return new Command.ReserveSeats(subsection, ID, buyer, seats.length, Selection.MANUAL, Seats.of(seats));
    }
}
