package io.seatlog.ticketing.booking;

import io.seatlog.ticketing.admission.EventShare;
import io.seatlog.ticketing.admission.EventShares;
import io.seatlog.ticketing.catalog.Catalogue;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts what is asked about a request as its event's, where the receipt tells which event that is: so it is for everybody
 * who waits for a decision. Without one the event is known only after the work, and the caller's own limits have to do.
 */
@Component
public final class ClaimShares {
    private final Catalogue catalogue;
    private final EventShares shares;

    ClaimShares(Catalogue catalogue, EventShares shares) {
        this.catalogue = catalogue;
        this.shares = shares;
    }

    <T> Mono<T> read(Claim claim, Mono<T> work) {
        return within(shares.reads(), claim, work);
    }

    public <T> Mono<T> stream(Claim claim, Mono<T> work) {
        return within(shares.bookingStreams(), claim, work);
    }

    /** A database that does not answer is no reason to know nothing of a request. */
    private <T> Mono<T> within(EventShare share, Claim claim, Mono<T> work) {
        var receipt = claim.receipt();
        return receipt == null
                ? work
                : catalogue.subsectionById(receipt.subsectionId()).onErrorComplete()
                        .map(subsection -> share.within(subsection.eventId(), work)).defaultIfEmpty(work)
                        .flatMap(Function.identity());
    }
}
