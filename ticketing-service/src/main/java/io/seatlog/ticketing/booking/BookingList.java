package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.identity.Caller;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Bookings a page at a time: a buyer's own, or all of an event for who runs it. */
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
        return page(page -> bookings.mine(buyer, eventId, page), status, after, BookingView::of);
    }

    /** Everybody's, for who runs the event; to anybody else there is no such event. */
    Mono<BookingPage> ofEvent(Caller caller, UUID eventId, @Nullable BookingStatus status, @Nullable UUID after) {
        return catalogue.eventRunBy(caller, eventId).flatMap(event -> page(
                page -> bookings.newestOfEvent(event.id(), page), status, after, BookingView::withBuyer));
    }

    /** One row more than is shown tells whether there is a next page. */
    private Mono<BookingPage> page(Function<Bookings.Page, List<Booking>> rows, @Nullable BookingStatus status,
            @Nullable UUID after, BiFunction<Booking, Subsection, BookingView> view) {
        return postgres.call(() -> rows.apply(new Bookings.Page(status, after, PAGE + 1))).flatMap(found -> {
            boolean more = found.size() > PAGE;
            var shown = more ? found.subList(0, PAGE) : found;
            return views(shown, view).map(items -> new BookingPage(items, more ? shown.getLast().id() : null));
        });
    }

    private Mono<List<BookingView>> views(List<Booking> shown, BiFunction<Booking, Subsection, BookingView> view) {
        var ids = shown.stream().map(Booking::subsectionId).collect(Collectors.toSet());
        return catalogue.subsectionsById(ids).map(subsections -> shown.stream().flatMap(booking -> {
            var subsection = subsections.get(booking.subsectionId());
            return subsection == null ? Stream.<BookingView>empty() : Stream.of(view.apply(booking, subsection));
        }).toList());
    }
}
