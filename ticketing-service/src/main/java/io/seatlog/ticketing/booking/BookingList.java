package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.catalog.Catalogue;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A buyer's bookings, a page at a time. */
@Component
final class BookingList {
    static final int PAGE = 100;
    /** Rejections are many and nobody's bookings: no index holds them. */
    static final Set<BookingStatus> LISTED = Set.of(BookingStatus.HELD, BookingStatus.CONFIRMED,
            BookingStatus.CANCELLED, BookingStatus.EXPIRED);
    private final Bookings bookings;
    private final Catalogue catalogue;
    private final BlockingCalls postgres;

    BookingList(Bookings bookings, Catalogue catalogue, BlockingCalls postgres) {
        this.bookings = bookings;
        this.catalogue = catalogue;
        this.postgres = postgres;
    }

    Mono<BookingPage> mine(String buyer, @Nullable BookingStatus status, @Nullable UUID eventId,
            @Nullable UUID after) {
        return postgres.call(() -> bookings.mine(buyer, status, eventId, after, PAGE + 1)).flatMap(found -> {
            boolean more = found.size() > PAGE;
            return page(more ? found.subList(0, PAGE) : found, more);
        });
    }

    private Mono<BookingPage> page(List<Booking> shown, boolean more) {
        var ids = shown.stream().map(Booking::subsectionId).collect(Collectors.toSet());
        return catalogue.subsectionsById(ids)
                .map(subsections -> new BookingPage(shown.stream().flatMap(booking -> {
                    var subsection = subsections.get(booking.subsectionId());
                    return subsection == null
                            ? Stream.<BookingView>empty()
                            : Stream.of(BookingView.of(booking, subsection));
                }).toList(), more ? shown.getLast().id() : null));
    }
}
