package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/events")
@Tag(name = "Events")
class EventController {
    private static final int MAX_WORDS = 100;
    private final EventCreation creation;
    private final EventList list;
    private final Catalogue catalogue;
    private final EventLifecycle lifecycle;
    private final FreeSeats freeSeats;
    private final Clock clock;

    EventController(EventCreation creation, EventList list, Catalogue catalogue, EventLifecycle lifecycle,
            FreeSeats freeSeats, Clock clock) {
        this.creation = creation;
        this.list = list;
        this.catalogue = catalogue;
        this.lifecycle = lifecycle;
        this.freeSeats = freeSeats;
        this.clock = clock;
    }

    @PostMapping
    @Operation(operationId = "createEvent", summary = "Create an event", description = "Answers once every subsection is open on the log. "
            + "Subsections are named 1, 2, … in their section; seats are labelled row-seat, from 1-1.")
    @ApiResponse(responseCode = "201", description = "Created, and visible unless it is a draft; Location names it", headers = @Header(name = "Location", required = true, schema = @Schema(type = "string", format = "uri-reference")))
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "409", description = "idempotency-key-reused")
    @ApiResponse(responseCode = "503", description = "overloaded, log-unavailable, store-unavailable")
    @ApiResponse(responseCode = "504", description = "acceptance-unknown: the event may still appear; with an "
            + "Idempotency-Key repeat the request")
    Mono<ResponseEntity<EventView>> create(@RequestBody Mono<EventRequest> body,
            Caller caller, @RequestHeader @Parameter(hidden = true) HttpHeaders headers,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Parameter(description = "1 to 64 of "
                    + "A-Z a-z 0-9 . _ : -, bare or quoted: a repeat with the same content makes no second "
                    + "event", schema = @Schema(pattern = IdempotencyKey.SCHEMA)) @Nullable String key) {
        return body.flatMap(request -> creation.create(request, caller.id(), headers))
                .map(event -> ResponseEntity.created(URI.create("/api/events/" + event.id()))
                        .body(EventView.of(event, event.allFree(), now())));
    }

    @GetMapping
    @Operation(operationId = "events", summary = "List events", description = "Newest first, 50 a page. Cancelled ones stay in the list, so that "
            + "whoever looks for one learns what became of it; drafts are shown by mine alone, which is for organizers "
            + "and operators.")
    @ApiResponse(responseCode = "200", description = "A page")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "401", description = "identity-required: for mine; token-invalid")
    @ApiResponse(responseCode = "403", description = "role-required: for mine")
    @ApiResponse(responseCode = "503", description = "overloaded, store-unavailable")
    Mono<EventPage> list(
            @RequestParam(name = "q", required = false) @Parameter(description = "What name or venue must hold, in any case", schema = @Schema(maxLength = MAX_WORDS, pattern = EventLimits.NO_NULL)) @Nullable String words,
            @RequestParam(name = "after", required = false) @Parameter(description = "next of the page before", schema = @Schema(format = "uuid")) @Nullable String after,
            @RequestParam(name = "mine", defaultValue = "false") @Parameter(description = "Only what the asker runs, "
                    + "with drafts: an organizer's own events, an operator's every event") boolean mine,
            @Parameter(hidden = true) Optional<Caller> caller) {
        if (words != null && (EventLimits.characters(words) > MAX_WORDS || words.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("q", "must have at most " + MAX_WORDS + " characters");
        }
        var from = after == null ? null : Uuids.parameter("after", after);
        var wanted = words == null || words.isBlank() ? null : words.strip();
        if (!mine) {
            return list.visible(wanted, from);
        }
        var known = caller.orElseThrow(() -> ProblemException.of(ProblemType.IDENTITY_REQUIRED,
                "Whose events? Send a token."));
        known.requireAnyOf(Role.ORGANIZER, Role.OPERATOR);
        return list.runBy(known, wanted, from);
    }

    @GetMapping("/{id}")
    @Operation(operationId = "event", summary = "An event with its hall and free seats", description = "A draft is shown to its organizer only.")
    @ApiResponse(responseCode = "200", description = "The event")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "404", description = "event-unknown")
    @ApiResponse(responseCode = "503", description = "overloaded, store-unavailable")
    Mono<EventView> one(
            @PathVariable("id") String id,
            @Parameter(hidden = true) Optional<Caller> caller) {
        var uuid = Uuids.parameter("id", id);
        return catalogue.event(uuid)
                .switchIfEmpty(Mono.justOrEmpty(caller).flatMap(known -> lifecycle.visibleTo(uuid, known)))
                .switchIfEmpty(Mono.error(
                        () -> ProblemException.of(ProblemType.EVENT_UNKNOWN, "No event " + uuid + " is known.")))
                .flatMap(event -> event.termsSent() == 0
                        ? Mono.just(EventView.of(event, event.allFree(), now()))
                        : freeSeats.free(event.subsections().toList()).map(free -> EventView.of(event, free, now())));
    }

    private Instant now() {
        return Instant.now(clock);
    }
}
