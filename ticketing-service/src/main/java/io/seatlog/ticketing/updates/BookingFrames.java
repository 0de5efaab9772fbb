package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.booking.BookingAnswers;
import io.seatlog.ticketing.booking.BookingView;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.problem.Problem;
import io.seatlog.ticketing.updates.rules.StreamEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The events of bookings as messages: a booking looks as GET shows it, a refusal is the problem that GET answers. */
final class BookingFrames {
    private final Frames frames;
    private final Catalogue catalogue;

    BookingFrames(Frames frames, Catalogue catalogue) {
        this.frames = frames;
        this.catalogue = catalogue;
    }

    @Schema(name = "Queued")
    record Queued(@Schema(description = "Requests ahead in the line") long ahead) {}

    @Schema(name = "OpenBookings")
    record Listed(List<UUID> open) {}

    /** With ids, by which a client that lost its connection says what it has. */
    Mono<byte[]> ofOneBooking(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Changed changed -> booking(changed, changed.booking().version());
            case StreamEvent.Refused refused -> Mono.just(refused(refused, refused.version()));
            case StreamEvent.Lost lost ->
                Mono.just(frames.event(lost.name(), lost.version(), lost(lost)));
            case StreamEvent.Queued _,StreamEvent.PaymentChanged _,StreamEvent.Listed _ -> ofManyBookings(event);
        };
    }

    /** In one piece: a snapshot of many bookings must not look like a reader that does not keep up. */
    Mono<byte[]> ofManyBookings(List<StreamEvent> events) {
        return Flux.fromIterable(events).concatMap(this::ofManyBookings).collect(ByteArrayOutputStream::new,
                ByteArrayOutputStream::writeBytes).map(ByteArrayOutputStream::toByteArray);
    }

    /** Without ids: versions of different bookings say nothing about each other. */
    private Mono<byte[]> ofManyBookings(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Changed changed -> booking(changed, null);
            case StreamEvent.Refused refused -> Mono.just(refused(refused, null));
            case StreamEvent.Lost lost -> Mono.just(frames.event(lost.name(), null, lost(lost)));
            case StreamEvent.Queued queued ->
                Mono.just(frames.event(queued.name(), null, new Queued(queued.ahead())));
            case StreamEvent.PaymentChanged(var payment) ->
                Mono.just(frames.event(event.name(), null, payment.shown()));
            case StreamEvent.Listed listed -> Mono.just(frames.event(listed.name(), null, new Listed(listed.open())));
        };
    }

    private byte[] refused(StreamEvent.Refused refused, @Nullable Long id) {
        return frames.event(refused.name(), id,
                Problem.of(BookingAnswers.refused(refused.bookingId(), refused.reason(), refused.status()), null));
    }

    private static Problem lost(StreamEvent.Lost lost) {
        return Problem.of(BookingAnswers.lost(lost.bookingId()), null);
    }

    private Mono<byte[]> booking(StreamEvent.Changed changed, @Nullable Long id) {
        var booking = changed.booking();
        return catalogue.subsectionById(booking.subsectionId())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                        "booking " + booking.id() + " of unknown subsection " + booking.subsectionId())))
                .map(subsection -> frames.event(changed.name(), id, BookingView.of(booking, subsection)));
    }
}
