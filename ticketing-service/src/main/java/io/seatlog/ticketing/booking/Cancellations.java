package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts a buyer's cancellation on the log, into the line of its booking. What is already cancelled needs none. */
@Component
final class Cancellations {
    private final BookingReads reads;
    private final Oversight oversight;
    private final Catalogue catalogue;
    private final CommandLog log;

    Cancellations(BookingReads reads, Oversight oversight, Catalogue catalogue, CommandLog log) {
        this.reads = reads;
        this.oversight = oversight;
        this.catalogue = catalogue;
        this.log = log;
    }

    /** @return the booking's state before the cancellation is decided */
    Mono<BookingState> cancel(Caller caller, Claim claim) {
        return reads.state(claim).flatMap(state -> switch (state) {
            case BookingState.Known known -> cancel(caller, claim, known);
            case BookingState.Pending _ -> cancelForTheEvent(caller, claim)
                    .switchIfEmpty(Mono.defer(() -> cancelQueued(claim).thenReturn(state)));
            case BookingState.Unknown _ -> cancelForTheEvent(caller, claim).defaultIfEmpty(state);
            case BookingState.Refused _,BookingState.Lost _ -> Mono.just(state);
        });
    }

    /** Who runs an event may cancel any booking of it, a paid one too; its money is given back. Empty for anybody else. */
    private Mono<BookingState> cancelForTheEvent(Caller caller, Claim claim) {
        return oversight.of(caller, claim.bookingId()).flatMap(this::cancelForTheEvent);
    }

    private Mono<BookingState> cancelForTheEvent(BookingState.Known known) {
        var where = known.subsection();
        var status = known.booking().status();
        return switch (status) {
            case HELD, CONFIRMED -> log.append(where.partition(), where.key(), new Command.CancelBookings(where.id(),
                    List.of(known.booking().id()), Reason.CANCELLED_BY_ORGANIZER)).thenReturn(known);
            case CANCELLED -> Mono.just(known);
            case EXPIRED, REJECTED -> Mono.error(notAllowed(status));
        };
    }

    /** Gives one seat of a held booking back; the last one ends the booking. @return the state before it is decided */
    Mono<BookingState> release(Claim claim, String seat) {
        return reads.state(claim).flatMap(state -> switch (state) {
            case BookingState.Known known -> release(claim, known, seat);
            case BookingState.Pending _ -> Mono.error(ProblemException.of(ProblemType.BOOKING_NOT_DECIDED,
                    "It has no seats before it is decided; cancel it, or try again then."));
            case BookingState.Refused _,BookingState.Lost _,BookingState.Unknown _ -> Mono.just(state);
        });
    }

    private Mono<BookingState> release(Claim claim, BookingState.Known known, String seat) {
        var booking = known.booking();
        var where = known.subsection();
        if (booking.status() != BookingStatus.HELD) {
            return Mono.error(notAllowed(booking.status()));
        }
        var number = where.plan().seat(seat);
        if (number.isEmpty() || !booking.seats().contains(number.getAsInt())) {
            return Mono.error(ProblemException.of(ProblemType.SEAT_NOT_IN_BOOKING,
                    "It never had the seat, or has given it back. Seats are named row-seat, such as 4-11."));
        }
        return log.append(where.partition(), where.key(), new Command.ReleaseSeats(where.id(), claim.bookingId(),
                claim.buyer(), Seats.of(number.getAsInt()))).thenReturn(known);
    }

    private Mono<BookingState> cancel(Caller caller, Claim claim, BookingState.Known known) {
        var status = known.booking().status();
        return switch (status) {
            case HELD -> send(claim, known.subsection()).thenReturn(known);
            case CANCELLED -> Mono.just(known);
            case CONFIRMED -> cancelForTheEvent(caller, claim).switchIfEmpty(Mono.error(notAllowed(status)));
            case EXPIRED, REJECTED -> Mono.error(notAllowed(status));
        };
    }

    private Mono<Void> cancelQueued(Claim claim) {
        var receipt = claim.receipt();
        if (receipt == null) {
            return Mono.error(ProblemException.of(ProblemType.BOOKING_NOT_DECIDED,
                    "Only its receipt tells where it waits: send it, or try again when the booking is decided."));
        }
        return catalogue.subsectionById(receipt.subsectionId())
                .switchIfEmpty(Mono.error(() -> Claims.unknown(claim.bookingId())))
                .flatMap(where -> send(claim, where));
    }

    private Mono<Void> send(Claim claim, Subsection where) {
        return log.append(where.partition(), where.key(), new Command.CancelBooking(where.id(), claim.bookingId(),
                claim.buyer(), Reason.CANCELLED_BY_BUYER)).then();
    }

    private static ProblemException notAllowed(BookingStatus status) {
        return ProblemException
                .of(ProblemType.NOT_ALLOWED_IN_STATUS, "A booking that is " + status + " is not cancelled.")
                .with("bookingStatus", status);
    }
}
