package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.Uuids;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What organizers do with events that exist. */
@RestController
@RequestMapping("/api/events/{id}")
@ResponseStatus(HttpStatus.ACCEPTED)
@Tag(name = "Events")
@ApiResponse(responseCode = "404", description = "event-unknown: also when it is somebody else's")
@ApiResponse(responseCode = "503", description = "overloaded, log-unavailable, store-unavailable: nothing was changed")
@ApiResponse(responseCode = "504", description = "acceptance-unknown: what was changed is kept and will reach the log; repeat "
        + "the request to wait for it")
class EventLifecycleController {
    private final EventLifecycle lifecycle;
    private final FreeSeats freeSeats;
    private final Clock clock;

    EventLifecycleController(EventLifecycle lifecycle, FreeSeats freeSeats, Clock clock) {
        this.lifecycle = lifecycle;
        this.freeSeats = freeSeats;
        this.clock = clock;
    }

    @PatchMapping
    @Operation(operationId = "changeEvent", summary = "Change an event", description = "For its organizer, and for operators. Plan, currency and the set of sections stay. "
            + "Prices, times and limits decide about what comes behind the answer on the log; what is held or sold "
            + "keeps its price. Once the sale is over, by time or by its organizer, only texts and startsAt may change.")
    @ApiResponse(responseCode = "202", description = "Changed, and acknowledged by the log; the body is the event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "409", description = "not-allowed-in-status, with eventStatus; buyer-limit-fixed")
    Mono<EventView> change(
            @PathVariable("id") String id,
            @RequestBody Mono<EventPatch> body,
            Caller caller) {
        var event = Uuids.parameter("id", id);
        return body.flatMap(patch -> lifecycle.change(event, patch, caller)).flatMap(this::view);
    }

    @PostMapping("/publish")
    @Operation(operationId = "publishEvent", summary = "Publish a draft", description = "For its organizer, and for operators. Answers once every subsection is open on the "
            + "log; from then on the event is seen by everybody and sells by its times. Repeating it changes nothing.")
    @ApiResponse(responseCode = "202", description = "Published; the body is the event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "409", description = "not-allowed-in-status, with eventStatus: it is cancelled")
    Mono<EventView> publish(
            @PathVariable("id") String id,
            Caller caller) {
        return move(id, Move.PUBLISH, caller);
    }

    @PostMapping("/pause")
    @Operation(operationId = "pauseSale", summary = "Pause the sale", description = "For its organizer, and for operators. Requests that come later on the log are "
            + "rejected; what is held can be paid. A sale that has not begun may be paused, too: it is SCHEDULED until "
            + "onSaleAt and PAUSED from then on. Repeating it changes nothing.")
    @ApiResponse(responseCode = "202", description = "Paused, and acknowledged by the log; the body is the event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "409", description = "not-allowed-in-status, with eventStatus")
    Mono<EventView> pause(
            @PathVariable("id") String id,
            Caller caller) {
        return move(id, Move.PAUSE, caller);
    }

    @PostMapping("/resume")
    @Operation(operationId = "resumeSale", summary = "Resume a paused sale", description = "For its organizer, and for operators. Repeating it changes nothing.")
    @ApiResponse(responseCode = "202", description = "Sells again, and acknowledged by the log; the body is the event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "409", description = "not-allowed-in-status, with eventStatus")
    Mono<EventView> resume(
            @PathVariable("id") String id,
            Caller caller) {
        return move(id, Move.RESUME, caller);
    }

    @PostMapping("/close")
    @Operation(operationId = "closeSale", summary = "End the sale for good", description = "For its organizer, and for operators. What is held can still be paid until "
            + "its hold ends. Repeating it changes nothing.")
    @ApiResponse(responseCode = "202", description = "Closed, and acknowledged by the log; the body is the event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "409", description = "not-allowed-in-status, with eventStatus")
    Mono<EventView> close(
            @PathVariable("id") String id,
            Caller caller) {
        return move(id, Move.CLOSE, caller);
    }

    @PostMapping("/cancel")
    @Operation(operationId = "cancelEvent", summary = "Cancel the event for good", description = "For its organizer, and for operators. The sale is closed when this "
            + "answers; then everything held or sold is cancelled with the reason EVENT_CANCELLED, and what was paid is "
            + "refunded, which may take a while. A cancelled draft stays unseen. Repeating it changes nothing.")
    @ApiResponse(responseCode = "202", description = "Cancelled, and the end of the sale acknowledged by the log; the body "
            + "is the event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    Mono<EventView> cancel(
            @PathVariable("id") String id,
            Caller caller) {
        return move(id, Move.CANCEL, caller);
    }

    private Mono<EventView> move(String id, Move move, Caller caller) {
        return lifecycle.move(Uuids.parameter("id", id), move, caller).flatMap(this::view);
    }

    private Mono<EventView> view(Event event) {
        return event.termsSent() == 0
                ? Mono.just(EventView.of(event, event.allFree(), Instant.now(clock)))
                : freeSeats.free(event.subsections().toList())
                        .map(free -> EventView.of(event, free, Instant.now(clock)));
    }
}
