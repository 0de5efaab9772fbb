package io.seatlog.ticketing.booking;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Coalescer;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.log.Positions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The state of claimed bookings, for GET and streams alike: the refusal of the claim's own request first, then the row
 * if it is the claimant's, else what the receipt or the age of the id tells. Never blocks; look-ups are coalesced.
 */
@Component
public final class BookingReads {
    /** An id this young may still wait in the log, so its absence says nothing. */
    private static final Duration MAY_BE_QUEUED = Duration.ofMinutes(15);
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(24);
    private final Catalogue catalogue;
    private final Positions positions;
    private final Clock clock;
    private final Coalescer<Claim, Rows> rows;

    BookingReads(Bookings bookings, Catalogue catalogue, Positions positions, BlockingCalls postgres, Clock clock) {
        this.catalogue = catalogue;
        this.positions = positions;
        this.clock = clock;
        this.rows = new Coalescer<>(postgres, claims -> rows(bookings, claims));
    }

    private record Rows(@Nullable Booking booking, @Nullable Refusal refusal) {}

    public Mono<BookingState> state(Claim claim) {
        // Known to have ended before the row is read: then a missing row stays missing.
        boolean ended = ended(claim);
        return rows.get(claim).flatMap(found -> state(claim, found, ended));
    }

    /** Many at once, for streams that are read again. */
    public Mono<Map<Claim, BookingState>> states(Collection<Claim> claims) {
        return Flux.fromIterable(claims).flatMap(claim -> state(claim).map(state -> Map.entry(claim, state)), 1000)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** A booking by its id alone, whosever it is; to recognise a repeated request. */
    Mono<Optional<Booking>> row(UUID id, String buyer) {
        return rows.get(new Claim(id, buyer, null)).map(found -> found.map(Rows::booking));
    }

    /** Requests ahead of the receipt's; null when not known. */
    public @Nullable Long ahead(Receipt receipt) {
        var ahead = positions.ahead(receipt.partition(), receipt.generation(), receipt.offset());
        return ahead.isPresent() ? ahead.getAsLong() : null;
    }

    /** Whether the receipt's log was replaced: what is not decided yet never will be. */
    boolean hasEnded(Receipt receipt) {
        return positions.hasEnded(receipt.partition(), receipt.generation());
    }

    private Mono<BookingState> state(Claim claim, Optional<Rows> found, boolean ended) {
        var refusal = found.map(Rows::refusal).orElse(null);
        if (refusal != null && refusal.buyer().equals(claim.buyer())) {
            return Mono.just(new BookingState.Refused(refusal));
        }
        var booking = found.map(Rows::booking).orElse(null);
        if (booking != null && booking.buyer().equals(claim.buyer())) {
            return known(booking);
        }
        return Mono.just(claim.receipt() == null
                ? withoutReceipt(claim.bookingId())
                : ended ? new BookingState.Lost() : new BookingState.Pending(ahead(claim.receipt())));
    }

    private Mono<BookingState> known(Booking booking) {
        return catalogue.subsectionById(booking.subsectionId())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                        "booking " + booking.id() + " of unknown subsection " + booking.subsectionId())))
                .map(subsection -> new BookingState.Known(booking, subsection));
    }

    /** The same whether there is such a booking of somebody else or none at all: its existence is nobody else's business. */
    private BookingState withoutReceipt(UUID id) {
        long age = clock.millis() - Uuid7.millis(id);
        boolean mayBeQueued = Uuid7.isUuid7(id) && age < MAY_BE_QUEUED.toMillis()
                && age > -CLOCK_TOLERANCE.toMillis();
        return mayBeQueued ? new BookingState.Pending(null) : new BookingState.Unknown();
    }

    private boolean ended(Claim claim) {
        var receipt = claim.receipt();
        return receipt != null && hasEnded(receipt);
    }

    private static Map<Claim, Rows> rows(Bookings bookings, Set<Claim> claims) {
        var booked = bookings.byIds(claims.stream().map(Claim::bookingId).collect(Collectors.toSet()));
        var places = new HashMap<Claim, Bookings.Place>();
        claims.forEach(claim -> {
            if (claim.receipt() != null) {
                places.put(claim, Bookings.Place.of(claim.receipt()));
            }
        });
        // A claim without a receipt has no place, and only a HashMap can be asked for null.
        var refused = places.isEmpty() ? new HashMap<Bookings.Place, Refusal>() : bookings.refusals(places.values());
        return claims.stream().collect(Collectors.toMap(claim -> claim,
                claim -> new Rows(booked.get(claim.bookingId()), refused.get(places.get(claim)))));
    }
}
