package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.admission.EventShare;
import io.seatlog.ticketing.admission.EventShares;
import io.seatlog.ticketing.booking.BookingState;
import io.seatlog.ticketing.booking.Claim;
import io.seatlog.ticketing.booking.ClaimShares;
import io.seatlog.ticketing.booking.Claims;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import io.seatlog.ticketing.updates.rules.BookingStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The three streams over HTTP. What a stream needs is read before the answer begins, so that a refusal is a problem. */
@RestController
final class StreamController implements StreamApi {
    private static final int WATCHED_MAX = 20;
    private static final int WATCH_CHARS_MAX = 1000;
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,15}");
    private final OpenStreams streams;
    private final BookingHub bookings;
    private final BuyerHub buyerStreams;
    private final EventHub events;
    private final SalesHub sales;
    private final Claims claims;
    private final ClaimShares shares;
    private final Catalogue catalogue;
    private final EventShare ofEvent;

    StreamController(OpenStreams streams, BookingHub bookings, BuyerHub buyerStreams, EventHub events,
            SalesHub sales, Claims claims, ClaimShares shares, Catalogue catalogue, EventShares ofEvents) {
        this.streams = streams;
        this.bookings = bookings;
        this.buyerStreams = buyerStreams;
        this.events = events;
        this.sales = sales;
        this.claims = claims;
        this.shares = shares;
        this.catalogue = catalogue;
        this.ofEvent = ofEvents.streams();
    }

    @Override
    @GetMapping(path = "/api/bookings/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Mono<Void> booking(@PathVariable String id, @RequestParam(required = false) @Nullable String receipt,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            Caller caller, ServerWebExchange exchange) {
        var claim = claims.of(caller, id, receipt);
        long last = lastEventId != null && VERSION.matcher(lastEventId).matches()
                ? Long.parseLong(lastEventId)
                : BookingStream.NO_EVENT;
        return shares.stream(claim, streams.run(caller, channel -> Mono.using(() -> bookings.register(claim, channel),
                follower -> bookings.state(follower)
                        .flatMap(state -> open(follower, claim, state, last, exchange, channel)),
                bookings::unregister)));
    }

    private Mono<Void> open(BookingHub.Follower follower, Claim claim, BookingState state, long lastEventId,
            ServerWebExchange exchange, Channel channel) {
        if (state instanceof BookingState.Unknown) {
            return Mono.error(Claims.unknown(claim.bookingId()));
        }
        if (!follower.open(state, lastEventId)) {
            // The client has the end already; this status tells an EventSource not to come back.
            exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            return exchange.getResponse().setComplete();
        }
        follower.position();
        return OpenStreams.answer(exchange, channel);
    }

    @Override
    @GetMapping(path = "/api/bookings/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Mono<Void> buyer(Caller caller, ServerWebExchange exchange) {
        return streams.run(caller, channel -> Mono.using(() -> buyerStreams.register(caller.id(), channel),
                follower -> buyerStreams.snapshot(follower).flatMap(open -> {
                    buyerStreams.open(follower, open);
                    return OpenStreams.answer(exchange, channel);
                }), buyerStreams::unregister));
    }

    @Override
    @GetMapping(path = "/api/events/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Mono<Void> event(@PathVariable String id, @RequestParam(required = false) @Nullable String watch,
            ServerWebExchange exchange) {
        var eventId = Uuids.parameter("id", id);
        return catalogue.event(eventId)
                .switchIfEmpty(Mono.error(
                        () -> ProblemException.of(ProblemType.EVENT_UNKNOWN, "No event " + eventId + " is known.")))
                .flatMap(event -> watch(event, watched(event, watch), exchange));
    }

    @Override
    @GetMapping(path = "/api/events/{id}/sales/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Mono<Void> sales(@PathVariable String id, Caller caller, ServerWebExchange exchange) {
        var eventId = Uuids.parameter("id", id);
        return catalogue.eventRunBy(caller, eventId).flatMap(event -> streams.run(caller, channel -> Mono.using(() -> {
            sales.join(event, channel);
            return channel;
        }, _ -> OpenStreams.answer(exchange, channel), left -> sales.leave(event, left))));
    }

    private Mono<Void> watch(Event event, List<Subsection> watching, ServerWebExchange exchange) {
        return ofEvent.within(event.id(), streams.run(null, channel -> Mono.using(() -> {
            var viewer = new Viewer(event, watching, channel);
            events.join(viewer);
            return viewer;
        }, _ -> OpenStreams.answer(exchange, channel), events::leave)));
    }

    private static List<Subsection> watched(Event event, @Nullable String watch) {
        if (watch == null || watch.isEmpty()) {
            return List.of();
        }
        if (watch.length() > WATCH_CHARS_MAX) {
            throw ProblemException.invalid("watch", "must have at most " + WATCH_CHARS_MAX + " characters");
        }
        var watching = new LinkedHashMap<Integer, Subsection>();
        for (var place : watch.split(",", -1)) {
            var subsection = watched(event, place.split("/", -1));
            watching.put(subsection.id(), subsection);
        }
        if (watching.size() > WATCHED_MAX) {
            throw ProblemException.invalid("watch", "must name at most " + WATCHED_MAX + " subsections");
        }
        return List.copyOf(watching.values());
    }

    private static Subsection watched(Event event, String[] names) {
        if (names.length != 2) {
            throw ProblemException.invalid("watch", "must be section/subsection, separated by commas: A/1,A/2");
        }
        if (!event.sections().containsKey(names[0])) {
            throw ProblemException.of(ProblemType.SECTION_UNKNOWN, "The event has no section of the name watched.");
        }
        var subsection = event.subsection(names[0], names[1]);
        if (subsection == null) {
            throw ProblemException.of(ProblemType.SUBSECTION_UNKNOWN,
                    "Section " + names[0] + " has no subsection of the name watched.");
        }
        return subsection;
    }
}
