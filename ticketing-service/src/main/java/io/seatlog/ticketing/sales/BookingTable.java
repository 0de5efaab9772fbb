package io.seatlog.ticketing.sales;

import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.booking.Bookings;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Every booking of an event as lines of text, a page of rows at a time: the next page is read when the reader has taken the
 * one before, so memory holds two pages, however many rows there are and however slow the reader is. No field is what a person
 * has written, so none has to be quoted.
 */
@Component
final class BookingTable {
    static final String TYPE = "text/csv";
    private static final int PAGE = 1_000;
    private static final int AT_ONCE = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final String HEADER = "id,section,subsection,status,tickets,seats,priceMinor,totalMinor,currency,buyer,"
            + "reason,heldUntil,createdAt,changedAt\r\n";
    private final Bookings bookings;
    private final BlockingCalls postgres;
    private final Semaphore room = new Semaphore(AT_ONCE);

    BookingTable(Bookings bookings, @Qualifier("postgres") BlockingCalls postgres) {
        this.bookings = bookings;
        this.postgres = postgres;
    }

    /** @param write takes the parts of the table. Fails with 503 when too many tables are being written */
    Mono<Void> of(Event event, Function<Flux<byte[]>, Mono<Void>> write) {
        return Mono.using(this::enter, _ -> write.apply(parts(event)), Semaphore::release);
    }

    private Semaphore enter() {
        if (!room.tryAcquire()) {
            throw ProblemException.of(ProblemType.OVERLOADED,
                    "This instance writes " + AT_ONCE + " tables already.").retryAfter(RETRY_AFTER);
        }
        return room;
    }

    private Flux<byte[]> parts(Event event) {
        var places = event.subsections().collect(Collectors.toMap(Subsection::id, Function.identity()));
        return page(event.id(), null)
                .expand(page -> page.size() < PAGE ? Mono.empty() : page(event.id(), page.getLast().id()))
                .map(page -> text(page, places)).startWith(HEADER.getBytes(StandardCharsets.US_ASCII)).limitRate(1);
    }

    private Mono<List<Booking>> page(UUID event, @Nullable UUID after) {
        return Mono.defer(() -> postgres.call(() -> bookings.ofEvent(event, after, PAGE)));
    }

    private static byte[] text(List<Booking> page, Map<Integer, Subsection> places) {
        var text = new StringBuilder(page.size() * 200);
        for (var booking : page) {
            var place = places.get(booking.subsectionId());
            if (place != null) {
                line(text, booking, place);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, Booking booking, Subsection place) {
        var seats = booking.seats().stream().mapToObj(place.plan()::label).collect(Collectors.joining(" "));
        text.append(booking.id()).append(',').append(place.section()).append(',').append(place.name()).append(',')
                .append(booking.status()).append(',').append(booking.quantity()).append(',').append(seats).append(',')
                .append(booking.priceMinor()).append(',').append(booking.totalMinor()).append(',')
                .append(given(booking.currency())).append(',').append(booking.buyer()).append(',')
                .append(given(booking.reason())).append(',').append(given(booking.holdUntil())).append(',')
                .append(time(booking.createdAt())).append(',').append(time(booking.changedAt())).append("\r\n");
    }

    private static String given(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant time -> time(time);
            default -> value.toString();
        };
    }

    private static String time(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli()).toString();
    }
}
