package io.seatlog.ticketing.booking;

import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What those who run an event may see of other people's bookings: all that was decided. */
@Component
final class Oversight {
    private final BookingReads reads;
    private final Catalogue catalogue;

    Oversight(BookingReads reads, Catalogue catalogue) {
        this.reads = reads;
        this.catalogue = catalogue;
    }

    /** Completes empty unless the booking is known and the caller runs its event. */
    Mono<BookingState.Known> of(Caller caller, UUID bookingId) {
        if (!caller.is(Role.ORGANIZER) && !caller.is(Role.OPERATOR)) {
            return Mono.empty();
        }
        return reads.row(bookingId, caller.id()).flatMap(Mono::justOrEmpty)
                .flatMap(booking -> catalogue.event(booking.eventId()).filter(event -> event.isRunBy(caller))
                        .flatMap(_ -> catalogue.subsectionById(booking.subsectionId()))
                        .map(subsection -> new BookingState.Known(booking, subsection)));
    }
}
