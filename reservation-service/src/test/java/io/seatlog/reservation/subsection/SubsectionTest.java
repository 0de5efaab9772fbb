package io.seatlog.reservation.subsection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every command does, as text tables (the words are explained at {@link Script}), and the outcomes to their last
 * field. The sale lasts from 12:00 to 18:00, a hold ten minutes, and a booking has at most four seats.
 */
class SubsectionTest {
    private static final SeatingPlan PLAN = new SeatingPlan(2, 6);
    private static final UUID B1 = Script.bookingId("B1");

    @Test
    void holdsTheBestSeats() {
        Script.runs("""
                plan 3x6
                hold B1 best 3 -> held 1-1..1-3
                hold B2 best 2 -> held 1-4..1-5
                hold B3 best 2 -> held 2-3..2-4
                hold B4 best 1 -> held 1-6
                hold B5 best 2 -> held 2-1..2-2
                hold B6 best 4 -> held 3-1..3-4
                map            -> hhhhhh/hhhh../hhhh.. free 4
                hold B7 best 3 -> held 2-5..2-6,3-5
                hold B8 best 2 -> rejected NO_SEATS
                hold B9 best 1 -> held 3-6
                hold C1 best 1 -> rejected NO_SEATS
                map            -> hhhhhh/hhhhhh/hhhhhh free 0
                """);
    }

    @Test
    void holdsAllChosenSeatsOrNone() {
        Script.runs("""
                plan 2x6
                hold B1 seats 1-1,2-6     -> held 1-1,2-6
                hold B2 seats 1-1         -> rejected SEAT_TAKEN
                hold B3 seats 1-2,1-3,2-6 -> rejected SEAT_TAKEN
                map                       -> h...../.....h free 10
                hold B4 seats 1-3,1-2     -> held 1-2..1-3
                map                       -> hhh.../.....h free 8
                """);
    }

    @Test
    void confirmsAHoldByTheFirstPaymentOfItsPrice() {
        Script.runs("""
                plan 2x6
                hold B1 best 2                     -> held 1-3..1-4
                pay B1 P1 4500                     -> refused AMOUNT_DIFFERS HELD
                pay B1 by bob P1 9000              -> refused BOOKING_UNKNOWN
                pay B2 P1 9000                     -> refused BOOKING_UNKNOWN
                pay B1 P1 9000                     -> confirmed 1-3..1-4
                map                                -> ..ss../...... free 10
                pay B1 P1 9000                     -> nothing
                pay B1 P2 9000                     -> refused NOT_ALLOWED_IN_STATUS CONFIRMED
                cancel B1                          -> refused NOT_ALLOWED_IN_STATUS CONFIRMED
                release B1 1-3                     -> refused NOT_ALLOWED_IN_STATUS CONFIRMED
                extend B1 100                      -> refused NOT_ALLOWED_IN_STATUS CONFIRMED
                expire B1                          -> nothing
                hold B3 seats 1-3                  -> rejected SEAT_TAKEN
                """);
    }

    @Test
    void confirmsNothingForAPaymentThatNobodyVouchesForAnyMore() {
        Script.runs("""
                plan 1x6
                time 12:00:00
                hold B1 best 1                     -> held 1-3
                time 12:00:05
                pay B1 P1 4500 12:00:04            -> refused CONFIRMATION_LATE HELD
                pay B1 P1 4500 12:00:05            -> confirmed 1-3
                pay B1 P1 4500 12:00:04            -> nothing
                """);
    }

    @Test
    void confirmsLateWhenAllSeatsAreStillFree() {
        Script.runs("""
                plan 1x6
                hold B1 seats 1-1,1-2              -> held 1-1..1-2
                hold B2 seats 1-3,1-4              -> held 1-3..1-4
                time 12:10:00
                expire B1,B2                       -> expired 1-1..1-2 and expired 1-3..1-4
                pay B1 P1 4500                     -> refused AMOUNT_DIFFERS EXPIRED
                pay B1 P1 9000                     -> confirmed late 1-1..1-2
                map                                -> ss.... free 4
                hold B3 seats 1-4                  -> held 1-4
                pay B2 P2 9000                     -> refused SEAT_TAKEN EXPIRED
                cancel B3                          -> cancelled 1-4
                pay B2 P2 9000                     -> confirmed late 1-3..1-4
                pay B1 P1 9000                     -> nothing
                map                                -> ssss.. free 2
                """);
    }

    @Test
    void givesSeatsBackWhenThePaidMoneyCannotBeHad() {
        Script.runs("""
                plan 1x6
                hold B1 best 2                     -> held 1-3..1-4
                fail B1                            -> refused NOT_ALLOWED_IN_STATUS HELD
                pay B1 P1 9000                     -> confirmed 1-3..1-4
                fail B1                            -> cancelled 1-3..1-4
                fail B1                            -> refused NOT_ALLOWED_IN_STATUS CANCELLED
                pay B1 P1 9000                     -> nothing
                pay B1 P2 9000                     -> refused NOT_ALLOWED_IN_STATUS CANCELLED
                map                                -> ...... free 6
                """);
    }

    @Test
    void extendsAHoldOnceAndNeverShortensIt() {
        Script.runs("""
                plan 1x6
                time 12:00:00
                hold B1 best 1                     -> held 1-3
                extend B1 600                      -> nothing
                time 12:09:00
                extend B1 by bob 180               -> refused BOOKING_UNKNOWN
                extend B1 180                      -> held until 2026-11-21T12:12:00Z
                extend B1 3600                     -> nothing
                time 12:11:59
                expire B1                          -> nothing
                time 12:12:00
                expire B1                          -> expired 1-3
                extend B1 180                      -> refused NOT_ALLOWED_IN_STATUS EXPIRED
                """);
    }

    @Test
    void extendsWhatIsDueAsLongAsTheLogHasNotEndedIt() {
        Script.runs("""
                plan 1x6
                time 12:00:00
                hold B1 best 1                     -> held 1-3
                time 12:10:01
                extend B1 180                      -> held until 2026-11-21T12:13:01Z
                expire B1                          -> nothing
                """);
    }

    @Test
    void cancelsAllThatIsHeldOrPaidWhenTheOrganizerDoes() {
        Script.runs("""
                plan 1x6
                hold B1 seats 1-1                  -> held 1-1
                hold B2 seats 1-2                  -> held 1-2
                hold B3 seats 1-3                  -> held 1-3
                pay B2 P1 4500                     -> confirmed 1-2
                cancel B3                          -> cancelled 1-3
                cancelall B1,B2,B3,B4              -> cancelled 1-1 and cancelled 1-2
                cancelall B1,B2,B3,B4              -> nothing
                map                                -> ...... free 6
                """);
    }

    @Test
    void sellsByTheNewestTermsButChargesByThoseOfTheHold() {
        Script.runs("""
                plan 1x6
                hold B1 seats 1-1                  -> held 1-1
                terms 3 PAUSED 5000                -> terms 3
                hold B2 seats 1-2                  -> rejected SALE_PAUSED
                pay B1 P1 4500                     -> confirmed 1-1
                terms 2 OPEN 4500                  -> nothing
                terms 3 OPEN 4500                  -> nothing
                hold B3 seats 1-2                  -> rejected SALE_PAUSED
                terms 4 OPEN 5000                  -> terms 4
                hold B4 seats 1-2                  -> held 1-2
                pay B4 P2 4500                     -> refused AMOUNT_DIFFERS HELD
                pay B4 P2 5000                     -> confirmed 1-2
                """);
    }

    @Test
    void closesForGood() {
        Script.runs("""
                plan 1x6
                time 12:00:00
                hold B1 seats 1-1                  -> held 1-1
                hold B2 seats 1-2                  -> held 1-2
                terms 3 CLOSED 4500                -> terms 3
                hold B3 seats 1-3                  -> rejected SALE_CLOSED
                terms 4 OPEN 4500                  -> nothing
                hold B4 seats 1-3                  -> rejected SALE_CLOSED
                pay B1 P1 4500                     -> confirmed 1-1
                time 12:10:00
                expire B2                          -> expired 1-2
                pay B2 P2 4500                     -> refused SALE_CLOSED EXPIRED
                """);
    }

    @Test
    void rejectsMoreChosenSeatsThanAreFreeAsTaken() {
        Script.runs("""
                plan 1x3
                hold B1 best 2            -> held 1-1..1-2
                hold B2 seats 1-2,1-3     -> rejected SEAT_TAKEN
                """);
    }

    @Test
    void sellsOnlyInLogTimeOfTheSale() {
        Script.runs("""
                plan 2x6
                time 11:59:59.999
                hold B1 best 1    -> rejected NOT_ON_SALE
                time 12:00:00
                hold B2 best 1    -> held 1-3
                time 17:59:59.999
                hold B3 best 1    -> held 1-4
                time 18:00:00
                hold B4 best 1    -> rejected SALE_CLOSED
                hold B5 seats 1-1 -> rejected SALE_CLOSED
                cancel B2         -> cancelled 1-3
                """);
    }

    @Test
    void keepsToTheLimitOfABooking() {
        Script.runs("""
                plan 2x6
                hold B1 best 5                    -> rejected LIMIT_REACHED
                hold B2 seats 1-1,1-2,1-3,1-4,1-5 -> rejected LIMIT_REACHED
                hold B3 best 4                    -> held 1-1..1-4
                """);
    }

    @Test
    void keepsToTheLimitOfABuyer() {
        var subsection = limitedToFour();
        var rejected = (Outcome.BookingRejected) subsection
                .decide(best(B1, 2), known(null, 3), Version.of(1, 500), World.ON_SALE).getFirst();

        assertThat(rejected.booking().reason()).isEqualTo(Reason.BUYER_LIMIT_REACHED);
        assertThat(subsection.decide(best(B1, 2), known(null, 2), Version.of(1, 500), World.ON_SALE)).first()
                .isInstanceOf(Outcome.SeatsHeld.class);
    }

    @Test
    void keepsToTheLimitOfABuyerWhoPaysLate() {
        var subsection = limitedToFour();
        var expired = booking(B1, "ann", BookingStatus.EXPIRED, Seats.of(2, 3));
        var late = new Command.ConfirmBooking(World.ID, B1, "ann", Script.bookingId("P1"), 9_000, World.ON_SALE);

        assertThat(subsection.decide(late, known(expired, 3), Version.of(1, 500), World.ON_SALE))
                .containsExactly(new Outcome.CommandRefused(World.ID, Version.of(1, 500), B1, "ann",
                        CommandType.CONFIRM_BOOKING, Reason.BUYER_LIMIT_REACHED, BookingStatus.EXPIRED,
                        World.ON_SALE));
        assertThat(subsection.decide(late, known(expired, 2), Version.of(1, 500), World.ON_SALE)).first()
                .isInstanceOf(Outcome.BookingConfirmed.class);
    }

    private static Subsection limitedToFour() {
        var opening = new World(PLAN).opened.opening();
        var terms = World.TERMS;
        return Subsection.opened(Subsection.open(opening.with(new Terms(terms.version(), terms.priceMinor(),
                terms.currency(), terms.onSaleAt(), terms.offSaleAt(), terms.holdSeconds(), terms.maxPerBooking(), 4)),
                Version.of(1, 1)));
    }

    private static Subsection.Known known(@Nullable Booking booking, int tickets) {
        return new Subsection.Known() {
            @Override
            public @Nullable Booking booking(UUID id) {
                return booking;
            }

            @Override
            public int tickets(String buyer) {
                return tickets;
            }
        };
    }

    @Test
    void answersARetryWithNothingNew() {
        Script.runs("""
                plan 2x6
                hold B1 best 2    -> held 1-3..1-4
                hold B1 best 2    -> nothing
                cancel B1         -> cancelled 1-3..1-4
                hold B1 best 2    -> nothing
                hold B2 best 5    -> rejected LIMIT_REACHED
                hold B2 best 5    -> nothing
                hold B3 seats 2-1,2-2 -> held 2-1..2-2
                hold B3 seats 2-2,2-1 -> nothing
                time 19:00:00
                hold B1 best 2    -> nothing
                """);
    }

    @Test
    void refusesAUsedIdForAnythingElse() {
        Script.runs("""
                plan 2x6
                hold B1 best 2             -> held 1-3..1-4
                hold B1 best 3             -> refused BOOKING_ID_REUSED HELD
                hold B1 seats 1-3,1-4      -> refused BOOKING_ID_REUSED HELD
                hold B1 by bob best 2      -> refused BOOKING_ID_REUSED
                cancel B1                  -> cancelled 1-3..1-4
                hold B1 best 3             -> refused BOOKING_ID_REUSED CANCELLED
                hold B2 best 5             -> rejected LIMIT_REACHED
                hold B2 best 1             -> refused BOOKING_ID_REUSED REJECTED
                given B3 elsewhere HELD 1-1
                hold B3 best 1             -> refused BOOKING_ID_REUSED HELD
                map                        -> ....../...... free 12
                """);
    }

    @Test
    void cancelsWhatIsHeldOnce() {
        Script.runs("""
                plan 2x6
                hold B1 best 3 -> held 1-1..1-3
                cancel B1      -> cancelled 1-1..1-3
                map            -> ....../...... free 12
                cancel B1      -> refused NOT_ALLOWED_IN_STATUS CANCELLED
                hold B2 best 3 -> held 1-1..1-3
                cancel B1      -> refused NOT_ALLOWED_IN_STATUS CANCELLED
                map            -> hhh.../...... free 9
                """);
    }

    @Test
    void givesBackAPartOfAHold() {
        Script.runs("""
                plan 2x6
                hold B1 seats 1-2,1-3,1-4,2-1 -> held 1-2..1-4,2-1
                release B1 1-3                -> released 1-3 keeps 1-2,1-4,2-1
                release B1 1-3                -> refused SEAT_NOT_IN_BOOKING HELD
                release B1 1-2,1-3            -> refused SEAT_NOT_IN_BOOKING HELD
                hold B2 seats 1-3             -> held 1-3
                release B1 by bob 1-2         -> refused BOOKING_UNKNOWN
                hold B1 seats 1-2,1-3,1-4,2-1 -> nothing
                release B1 1-4,1-2            -> released 1-2,1-4 keeps 2-1
                map                           -> ..h.../h..... free 10
                release B1 2-1                -> cancelled 2-1
                release B1 2-1                -> refused NOT_ALLOWED_IN_STATUS CANCELLED
                release B9 1-1                -> refused BOOKING_UNKNOWN
                map                           -> ..h.../...... free 11
                """);
    }

    @Test
    void expiresWhatIsLeftOfAHold() {
        Script.runs("""
                plan 1x6
                hold B1 seats 1-1,1-2 -> held 1-1..1-2
                release B1 1-1        -> released 1-1 keeps 1-2
                time 12:10:00
                hold B2 seats 1-1     -> held 1-1
                expire B1             -> expired 1-2
                map                   -> h..... free 5
                """);
    }

    @Test
    void expiresWhatIsHeldAndDue() {
        Script.runs("""
                plan 2x6
                hold B1 best 2        -> held 1-3..1-4
                time 12:05:00
                hold B2 best 3        -> held 2-1..2-3
                hold B3 seats 2-6     -> held 2-6
                time 12:09:59
                expire B1,B2          -> nothing
                time 12:10:00
                expire B2,B1,B9       -> expired 1-3..1-4
                map                   -> ....../hhh..h free 8
                expire B1             -> nothing
                cancel B1             -> refused NOT_ALLOWED_IN_STATUS EXPIRED
                hold B1 best 2        -> nothing
                hold B4 seats 1-3,1-4 -> held 1-3..1-4
                cancel B3             -> cancelled 2-6
                time 12:16:00
                expire B1,B2,B3,B4    -> expired 2-1..2-3
                map                   -> ..hh../...... free 10
                """);
    }

    /** A hold whose deadline has passed is held until the log says otherwise. */
    @Test
    void keepsAHoldPastItsDeadlineUntilItIsExpired() {
        Script.runs("""
                plan 1x4
                hold B1 best 2      -> held 1-1..1-2
                time 12:30:00
                hold B2 seats 1-2   -> rejected SEAT_TAKEN
                cancel B1           -> cancelled 1-1..1-2
                """);
    }

    @Test
    void expiresNothingOfAnotherSubsectionOrOfAnotherStatus() {
        Script.runs("""
                plan 1x4
                given B1 elsewhere HELD 1-1
                given B2 here CONFIRMED 1-2
                given B3 here CANCELLED 1-3
                time 17:00:00
                expire B1,B2,B3 -> nothing
                """);
    }

    @Test
    void refusesToCancelWhatIsNotHeld() {
        Script.runs("""
                plan 2x6
                given B1 here CONFIRMED 1-1,1-2
                given B2 here EXPIRED 1-3
                given B3 here REJECTED
                map            -> ss..../...... free 10
                cancel B1      -> refused NOT_ALLOWED_IN_STATUS CONFIRMED
                cancel B2      -> refused NOT_ALLOWED_IN_STATUS EXPIRED
                cancel B3      -> refused NOT_ALLOWED_IN_STATUS REJECTED
                map            -> ss..../...... free 10
                hold B4 seats 1-2,1-3 -> rejected SEAT_TAKEN
                hold B5 seats 1-3     -> held 1-3
                """);
    }

    @Test
    void tellsAStrangerNothingAboutABooking() {
        Script.runs("""
                plan 2x6
                hold B1 best 1   -> held 1-3
                cancel B1 by bob -> refused BOOKING_UNKNOWN
                cancel B9        -> refused BOOKING_UNKNOWN
                given B2 elsewhere HELD 1-1
                cancel B2        -> refused BOOKING_UNKNOWN
                map              -> ..h.../...... free 11
                """);
    }

    @Test
    void refusesPoison() {
        Script.runs("""
                plan 2x6
                hold B1 seats 2-6,3-1 -> poison
                time 11:00:00
                hold B1 seats 3-1     -> poison
                map                   -> ....../...... free 12
                """);
    }

    @Test
    void opensOnce() {
        var world = new World(PLAN);
        var opening = world.opened.opening();
        var t = World.TERMS;
        var older = new Terms(1, 9_900, "USD", t.onSaleAt(), t.offSaleAt(), 60, 2);
        var newer = new Terms(3, 9_900, "USD", t.onSaleAt(), t.offSaleAt(), 60, 2);
        var key = opening.key();

        assertThat(world.run(opening, World.ON_SALE)).isEmpty();
        assertThat(world.run(reopening(key, 3, PLAN, older), World.ON_SALE)).isEmpty();
        for (var other : List.of(reopening(key, 4, PLAN, t), reopening(key, 3, new SeatingPlan(6, 2), t),
                reopening(new SubsectionKey(key.eventId(), "A", "2"), 3, PLAN, t), reopening(key, 3, PLAN, newer))) {
            assertThatThrownBy(() -> world.run(other, World.ON_SALE)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(world.subsection.opening()).isEqualTo(opening);
    }

    @Test
    void refusesACommandOfAnotherSubsection() {
        var command = new Command.ReserveSeats(World.ID + 1, B1, "ann", 1, Selection.BEST_AVAILABLE, Seats.NONE);

        assertThatThrownBy(() -> new World(PLAN).run(command, World.ON_SALE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysEverythingOfAHold() {
        var world = new World(PLAN);
        var command = best(B1, 2);
        var at = World.ON_SALE.plusMillis(1);

        var outcomes = world.run(command, at);

        long version = Version.of(1, 101);
        var booking = new Booking(B1, World.ID, World.EVENT, "ann", ContentHash.of(command), BookingStatus.HELD, null,
                2, Seats.of(2, 3), 4_500, "EUR", at.plusSeconds(600), version, version, at, at);
        assertThat(outcomes).containsExactly(new Outcome.SeatsHeld(booking));
        assertThat(Subsection.changed(outcomes.getFirst())).isEqualTo(Seats.of(2, 3));
        assertThat(world.subsection.version()).isEqualTo(version);
    }

    @Test
    void saysEverythingOfARejection() {
        var world = new World(PLAN);
        var command = best(B1, 2);
        var at = World.OFF_SALE;

        var outcomes = world.run(command, at);

        long version = Version.of(1, 101);
        var booking = new Booking(B1, World.ID, World.EVENT, "ann", ContentHash.of(command), BookingStatus.REJECTED,
                Reason.SALE_CLOSED, 2, Seats.NONE, 0, null, null, version, version, at, at);
        assertThat(outcomes).containsExactly(new Outcome.BookingRejected(booking));
        assertThat(Subsection.changed(outcomes.getFirst())).isEqualTo(Seats.NONE);
        assertThat(world.subsection.version()).as("no seat changed").isEqualTo(world.opened.version());
    }

    @Test
    void saysEverythingOfACancellation() {
        var world = new World(PLAN);
        var at = World.ON_SALE.plusSeconds(5);
        world.run(best(B1, 2), World.ON_SALE);

        var outcomes = world.run(new Command.CancelBooking(World.ID, B1, "ann", Reason.CANCELLED_BY_BUYER), at);

        var booking = new Booking(B1, World.ID, World.EVENT, "ann", ContentHash.of(best(B1, 2)),
                BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER, 2, Seats.of(2, 3), 4_500, "EUR", null,
                Version.of(1, 102), Version.of(1, 101), World.ON_SALE, at);
        assertThat(outcomes).containsExactly(new Outcome.BookingCancelled(booking));
        assertThat(Subsection.changed(outcomes.getFirst())).isEqualTo(Seats.of(2, 3));
        assertThat(world.subsection.version()).isEqualTo(Version.of(1, 102));
    }

    @Test
    void saysEverythingOfARefusal() {
        var world = new World(PLAN);
        world.run(best(B1, 2), World.ON_SALE);
        var at = World.ON_SALE.plusSeconds(5);

        var outcomes = world.run(new Command.ReserveSeats(World.ID, B1, "bob", 1, Selection.BEST_AVAILABLE, Seats.NONE),
                at);

        assertThat(outcomes).containsExactly(new Outcome.CommandRefused(World.ID, Version.of(1, 102), B1, "bob",
                CommandType.RESERVE_SEATS, Reason.BOOKING_ID_REUSED, null, at));
        assertThat(Subsection.changed(outcomes.getFirst())).isEqualTo(Seats.NONE);
        assertThat(world.subsection.version()).isEqualTo(Version.of(1, 101));
    }

    @Test
    void answersForACommandThatCouldNotBeDecided() {
        var hash = ContentHash.of(best(B1, 2));

        var outcome = Subsection.internal(B1, 9, World.EVENT, "ann", hash, 2, 5, World.ON_SALE);

        assertThat(outcome.booking()).isEqualTo(new Booking(B1, 9, World.EVENT, "ann", hash, BookingStatus.REJECTED,
                Reason.INTERNAL, 2, Seats.NONE, 0, null, null, 5, 5, World.ON_SALE, World.ON_SALE));
    }

    @Test
    void stopsAtAnOutcomeThatCannotFollow() {
        var world = new World(PLAN);
        var held = (Outcome.SeatsHeld) world.run(best(B1, 2), World.ON_SALE).getFirst();
        var cancelled = world.run(new Command.CancelBooking(World.ID, B1, "ann", Reason.CANCELLED_BY_BUYER),
                World.ON_SALE).getFirst();
        var b = held.booking();
        var outside = new Booking(b.id(), b.subsectionId(), b.eventId(), b.buyer(), b.contentHash(), b.status(), null,
                1, Seats.of(PLAN.seats()), 0, null, null, Version.of(1, 200), Version.of(1, 200), b.createdAt(),
                b.changedAt());

        for (Outcome impossible : List.of(held, cancelled, world.opened, new Outcome.SeatsHeld(outside),
                Subsection.internal(B1, 9, World.EVENT, "ann", b.contentHash(), 2, 5, World.ON_SALE))) {
            var before = world.subsection.image().toBytes();
            assertThatThrownBy(() -> world.subsection.apply(impossible)).isInstanceOf(IllegalStateException.class);
            assertThat(world.subsection.image().toBytes()).isEqualTo(before);
        }
    }

    @Test
    void appliesNoHoldOverAnother() {
        var world = new World(PLAN);
        var held = (Outcome.SeatsHeld) world.run(best(B1, 2), World.ON_SALE).getFirst();

        assertThatThrownBy(() -> world.subsection.apply(held)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void appliesNothingOlderThanItself() {
        var world = new World(PLAN);
        var held = (Outcome.SeatsHeld) world.run(best(B1, 2), World.ON_SALE).getFirst();
        var cancelled = new Outcome.BookingCancelled(
                held.booking().cancelled(Reason.CANCELLED_BY_BUYER, held.version() - 1, World.ON_SALE));
        var sold = new Outcome.BookingConfirmed(
                held.booking().confirmed(B1, held.version() - 1, World.ON_SALE), false);

        assertThatThrownBy(() -> world.subsection.apply(cancelled)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> world.subsection.apply(sold)).isInstanceOf(IllegalStateException.class);
    }

    /** A confirmed booking that is cancelled gives back seats that were sold. */
    @Test
    void givesBackSoldSeats() {
        var world = new World(PLAN);
        var sold = booking(B1, "ann", BookingStatus.CONFIRMED, Seats.of(2, 3));
        world.given(sold);

        world.subsection.apply(new Outcome.BookingCancelled(
                sold.cancelled(Reason.CANCELLED_BY_BUYER, world.nextVersion(), World.ON_SALE)));

        assertThat(world.subsection.state(2)).isEqualTo(SeatState.AVAILABLE);
        assertThat(world.subsection.free()).isEqualTo(PLAN.seats());
        assertThat(world.run(best(Script.bookingId("B2"), 4), World.ON_SALE)).first()
                .isInstanceOf(Outcome.SeatsHeld.class);
    }

    /** Not even one with the same content: the id of a retry is its buyer's. */
    @Test
    void takesNobodyElsesBookingForARetry() {
        var subsection = new World(PLAN).subsection;
        var known = booking(B1, "bob", BookingStatus.HELD, Seats.of(2, 3));

        assertThat(subsection.decide(best(B1, 2), _ -> known, Version.of(1, 500), World.ON_SALE))
                .containsExactly(new Outcome.CommandRefused(World.ID, Version.of(1, 500), B1, "ann",
                        CommandType.RESERVE_SEATS, Reason.BOOKING_ID_REUSED, null, World.ON_SALE));
    }

    @Test
    void loadsOnlyWhatCanBe() {
        var opening = new World(PLAN).opened.opening();

        var loaded = new Subsection(opening, Seats.of(0), Seats.of(1, 2), Seats.of(5), 77);
        assertThat(loaded.free()).isEqualTo(8);
        assertThat(loaded.version()).isEqualTo(77);
        assertThat(loaded.state(0)).isEqualTo(SeatState.HELD);
        assertThat(loaded.state(2)).isEqualTo(SeatState.SOLD);
        assertThat(loaded.state(5)).isEqualTo(SeatState.BLOCKED);
        assertThat(loaded.state(11)).isEqualTo(SeatState.AVAILABLE);
        for (var broken : List.of(List.of(Seats.of(0, 1), Seats.of(1), Seats.NONE),
                List.of(Seats.of(1), Seats.NONE, Seats.of(0, 1)), List.of(Seats.NONE, Seats.of(1), Seats.of(0, 1)),
                List.of(Seats.of(12), Seats.NONE, Seats.NONE), List.of(Seats.NONE, Seats.of(12), Seats.NONE),
                List.of(Seats.NONE, Seats.NONE, Seats.of(12)))) {
            assertThatThrownBy(
                    () -> new Subsection(opening, broken.getFirst(), broken.get(1), broken.getLast(), 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keepsSeatsForTheHouse() {
        Script.runs("""
                plan 2x6
                hold B1 seats 1-1,1-2      -> held 1-1..1-2
                hold B2 seats 1-3          -> held 1-3
                pay B2 P1 4500             -> confirmed 1-3
                block 1-1,1-3,1-4,1-5      -> blocked 1-4..1-5
                block 1-4,1-3              -> nothing
                map                        -> hhsxx./...... free 7
                hold B3 seats 1-4          -> rejected SEAT_TAKEN
                hold B4 best 2             -> held 2-3..2-4
                cancel B1                  -> cancelled 1-1..1-2
                block 1-1,1-2              -> blocked 1-1..1-2
                unblock 1-2,1-3,1-5,1-6    -> unblocked 1-2,1-5
                unblock 1-2                -> nothing
                hold B5 best 2             -> held 1-5..1-6
                map                        -> x.sxhh/..hh.. free 5
                block 3-1                  -> poison
                unblock 2-6,3-1            -> poison
                """);
    }

    /** Whoever pays too late for seats that the house took meanwhile gets the money back. */
    @Test
    void doesNotSellLateWhatTheHouseKeeps() {
        Script.runs("""
                plan 1x4
                hold B1 seats 1-1,1-2      -> held 1-1..1-2
                time 12:20:00
                expire B1                  -> expired 1-1..1-2
                block 1-2                  -> blocked 1-2
                pay B1 P1 9000             -> refused SEAT_TAKEN EXPIRED
                unblock 1-2                -> unblocked 1-2
                pay B1 P1 9000             -> confirmed late 1-1..1-2
                map                        -> ss.. free 2
                """);
    }

    @Test
    void blocksWhetherTheSaleIsPausedClosedOrSoldOut() {
        Script.runs("""
                plan 1x3
                terms 4 PAUSED 4500        -> terms 4
                block 1-1                  -> blocked 1-1
                terms 5 CLOSED 4500        -> terms 5
                block 1-2                  -> blocked 1-2
                unblock 1-1                -> unblocked 1-1
                map                        -> .x. free 2
                """);
    }

    private static Command.ReserveSeats best(UUID id, int quantity) {
        return new Command.ReserveSeats(World.ID, id, "ann", quantity, Selection.BEST_AVAILABLE, Seats.NONE);
    }

    /** As {@link #best} of its id asked for it. */
    private static Booking booking(UUID id, String buyer, BookingStatus status, Seats seats) {
        long version = Version.of(1, 400);
        return new Booking(id, World.ID, World.EVENT, buyer, ContentHash.of(best(id, seats.size())), status, null,
                seats.size(), seats, 4_500, "EUR", null, version, version, World.ON_SALE, World.ON_SALE);
    }

    private static Command.OpenSubsection reopening(SubsectionKey key, int partition, SeatingPlan plan, Terms terms) {
        return new Command.OpenSubsection(World.ID, key, partition, plan, terms);
    }
}
