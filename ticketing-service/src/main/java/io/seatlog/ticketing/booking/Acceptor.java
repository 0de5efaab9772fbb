package io.seatlog.ticketing.booking;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.ticketing.admission.EventShare;
import io.seatlog.ticketing.admission.EventShares;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.FreeSeats;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Violations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Accepts requests for seats onto the log. An accepted one costs no database call: it is checked against the cached
 * catalogue, sent, and answered when the broker has acknowledged it. Refusals that depend on time, the sale or stock look
 * the booking up first, because a repeated request must be answered with its booking, not with the end of the sale.
 */
@Component
final class Acceptor {
    /** Our clock may differ from the log's; what is closer to the edge is decided there. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    private final Catalogue catalogue;
    private final FreeSeats freeSeats;
    private final CommandLog log;
    private final Acceptances acceptances;
    private final BookingReads reads;
    private final Clock clock;
    private final EventShare inFlight;

    Acceptor(Catalogue catalogue, FreeSeats freeSeats, CommandLog log, Acceptances acceptances, BookingReads reads,
            Clock clock, EventShares shares) {
        this.catalogue = catalogue;
        this.freeSeats = freeSeats;
        this.log = log;
        this.acceptances = acceptances;
        this.reads = reads;
        this.clock = clock;
        this.inFlight = shares.bookings();
    }

    /**
     * @param isReplay whether the request was accepted before
     * @param decided the booking when a repeated request is known to be decided
     */
    record Accepted(Receipt receipt, boolean isReplay, @Nullable Booking decided) {}

    /** @param request already validated */
    Mono<Accepted> accept(BookingRequest request, BookingIds.BookingId id, String buyer) {
        return catalogue.event(request.event())
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.EVENT_UNKNOWN,
                        "No event " + request.event() + " is known.")))
                .flatMap(event -> accept(request, id, buyer, event));
    }

    private Mono<Accepted> accept(BookingRequest request, BookingIds.BookingId id, String buyer, Event event) {
        var where = event.place(Violations.checked(request.section()), Violations.checked(request.subsection()));
        var command = request.command(id.id(), buyer, where);
        if (request.tickets() > event.maxTicketsPerBooking()) {
            throw ProblemException.of(ProblemType.TOO_MANY_TICKETS,
                    "A booking of this event has at most " + event.maxTicketsPerBooking() + " tickets.")
                    .with("limit", event.maxTicketsPerBooking());
        }
        var replay = id.isClients() ? remembered(command) : null;
        if (replay != null) {
            return Mono.just(replay);
        }
        var refusal = refusal(command, event, where);
        if (refusal == null) {
            return send(command, where);
        }
        return id.isClients() ? known(command, where).switchIfEmpty(Mono.error(refusal)) : Mono.error(refusal);
    }

    private @Nullable Accepted remembered(Command.ReserveSeats command) {
        var before = acceptances.find(command.bookingId());
        if (before == null || reads.hasEnded(before.receipt())) {
            return null;
        }
        if (!before.contentHash().equals(ContentHash.of(command))) {
            throw reused();
        }
        return new Accepted(before.receipt(), true, null);
    }

    /** @return null when the request goes on the log */
    private @Nullable ProblemException refusal(Command.ReserveSeats command, Event event, Subsection where) {
        var now = Instant.now(clock);
        if (event.sale() == Sale.CLOSED) {
            return ProblemException.of(ProblemType.SALE_CLOSED, "The sale was ended by its organizer.");
        }
        if (now.isBefore(event.onSaleAt().minus(CLOCK_TOLERANCE))) {
            return ProblemException.of(ProblemType.NOT_ON_SALE, "The sale starts at " + event.onSaleAt() + ".")
                    .retryAfter(Duration.between(now, event.onSaleAt())).with("onSaleAt", event.onSaleAt());
        }
        if (now.isAfter(event.offSaleAt().plus(CLOCK_TOLERANCE))) {
            return ProblemException.of(ProblemType.SALE_CLOSED, "The sale ended at " + event.offSaleAt() + ".")
                    .with("offSaleAt", event.offSaleAt());
        }
        if (event.sale() == Sale.PAUSED) {
            return ProblemException.of(ProblemType.SALE_PAUSED, "The organizer has stopped the sale for a while.");
        }
        boolean soldOut = command.selection() == Selection.BEST_AVAILABLE && freeSeats.soldOut(where);
        return soldOut
                ? ProblemException.of(ProblemType.SOLD_OUT, "No seat is free there now; holds that end come back.")
                : null;
    }

    /** Completes empty when no booking has this id. */
    private Mono<Accepted> known(Command.ReserveSeats command, Subsection where) {
        return reads.row(command.bookingId(), command.buyer()).flatMap(Mono::justOrEmpty).map(booking -> {
            if (!booking.contentHash().equals(ContentHash.of(command))) {
                throw reused();
            }
            var created = booking.createdVersion();
            return new Accepted(new Receipt(Version.generation(created), where.partition(), Version.offset(created),
                    where.id(), booking.buyer(), booking.id()), true, booking);
        });
    }

    private Mono<Accepted> send(Command.ReserveSeats command, Subsection where) {
        return inFlight.within(where.eventId(), log.append(where.partition(), where.key(), command))
                .onErrorMap(ProblemException.class, failure -> failure.with("id", command.bookingId()))
                .map(appended -> {
                    var receipt = new Receipt(appended.generation(), appended.partition(), appended.offset(),
                            where.id(), command.buyer(), command.bookingId());
                    acceptances.remember(ContentHash.of(command), receipt);
                    return new Accepted(receipt, false, null);
                });
    }

    private static ProblemException reused() {
        return ProblemException.of(ProblemType.BOOKING_ID_REUSED, "Nothing was changed; use a new id.");
    }
}
