package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.Uuids;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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
@RequestMapping("/api/bookings")
@Tag(name = "Bookings")
class BookingController {
    private static final String RETRY_AFTER_SECONDS = "1";
    private final Acceptor acceptor;
    private final BookingIds ids;
    private final BookingAnswers answers;
    private final Oversight oversight;
    private final Cancellations cancellations;
    private final BookingList list;
    private final Claims claims;

    BookingController(Acceptor acceptor, BookingIds ids, BookingAnswers answers, Oversight oversight,
            Cancellations cancellations, BookingList list, Claims claims) {
        this.acceptor = acceptor;
        this.ids = ids;
        this.answers = answers;
        this.oversight = oversight;
        this.cancellations = cancellations;
        this.list = list;
        this.claims = claims;
    }

    @PostMapping
    @Operation(operationId = "book", summary = "Ask for seats", description = "Answers 202 as soon as the request is durably in its line; the "
            + "decision follows over the stream or by GET. Send an id of your own to repeat a request safely.")
    @ApiResponse(responseCode = "202", description = "Accepted; it will be decided exactly once. "
            + "Location and links carry the receipt; Retry-After says when GET is worth while; "
            + "Idempotent-Replayed: true marks the answer to a repeated request", headers = @Header(name = "Location", required = true, schema = @Schema(type = "string", format = "uri-reference")))
    @ApiResponse(responseCode = "400", description = "invalid-request, booking-id-time")
    @ApiResponse(responseCode = "404", description = "event-unknown, section-unknown, subsection-unknown")
    @ApiResponse(responseCode = "409", description = "booking-id-reused, not-on-sale, sale-closed, sold-out")
    @ApiResponse(responseCode = "413", description = "body-too-large")
    @ApiResponse(responseCode = "415", description = "unsupported-media-type")
    @ApiResponse(responseCode = "422", description = "too-many-tickets")
    @ApiResponse(responseCode = "503", description = "overloaded, log-unavailable, store-unavailable: not accepted")
    @ApiResponse(responseCode = "504", description = "acceptance-unknown: may have been accepted; repeat with the id "
            + "of the problem")
    Mono<ResponseEntity<AcceptedView>> book(@RequestBody Mono<BookingRequest> body,
            Caller caller, @RequestHeader @Parameter(hidden = true) HttpHeaders headers,
            @RequestHeader(name = BookingIds.HEADER, required = false) @Parameter(description = "The booking's id, "
                    + "bare or quoted; equal to id when both are sent", schema = @Schema(pattern = BookingIds.SCHEMA)) @Nullable String key) {
        return body.flatMap(request -> {
            request.validate();
            return acceptor.accept(request, ids.of(request.id(), headers), caller.id());
        }).map(accepted -> {
            var view = answers.accepted(accepted);
            var response = ResponseEntity.accepted().location(URI.create(view.links().self()))
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).cacheControl(CacheControl.noStore());
            if (accepted.isReplay()) {
                response.header("Idempotent-Replayed", "true");
            }
            return response.body(view);
        });
    }

    @GetMapping("/{id}")
    @Operation(operationId = "booking", summary = "A booking's state", description = "For its buyer, for who organizes its event, and for "
            + "operators. With the receipt never a 404. Without it an id younger than 15 minutes is PENDING even if it "
            + "was never seen, or is somebody else's.")
    @ApiResponse(responseCode = "200", description = "The booking, or what is known while it is PENDING")
    @ApiResponse(responseCode = "400", description = "invalid-request, receipt-invalid")
    @ApiResponse(responseCode = "404", description = "booking-unknown")
    @ApiResponse(responseCode = "409", description = "booking-id-reused, command-refused: how the receipt's request was "
            + "decided")
    @ApiResponse(responseCode = "410", description = "log-replaced: never decided; book again")
    @ApiResponse(responseCode = "503", description = "overloaded, store-unavailable")
    Mono<ResponseEntity<BookingView>> one(@PathVariable("id") String id,
            @RequestParam(name = "receipt", required = false) @Nullable String receipt,
            Caller caller, @RequestHeader @Parameter(hidden = true) HttpHeaders headers,
            @RequestHeader(name = Preference.HEADER, required = false) @Parameter(description = "wait=N answers when the "
                    + "booking is decided, after N seconds (at most 20) at the latest") @Nullable String prefer) {
        var claim = claims.of(caller, id, receipt);
        var wait = Preference.wait(headers);
        return oversight.of(caller, claim.bookingId()).<BookingState>map(known -> known)
                .switchIfEmpty(answers.settled(claim, wait)).map(state -> {
                    var response = ResponseEntity.ok().cacheControl(CacheControl.noStore());
                    if (wait.isPositive()) {
                        response.header(Preference.APPLIED, "wait=" + wait.toSeconds());
                    }
                    return response.body(answers.view(claim, state));
                });
    }

    @DeleteMapping("/{id}")
    @Operation(operationId = "cancelBooking", summary = "Cancel a booking", description = "A held one, or with its receipt one that is still queued; by the organizer of its event also a "
            + "confirmed one, whose money is then given back. The "
            + "cancellation takes its turn in the line; repeating it changes nothing.")
    @ApiResponse(responseCode = "202", description = "Accepted; the body is the booking as it was")
    @ApiResponse(responseCode = "400", description = "invalid-request, receipt-invalid")
    @ApiResponse(responseCode = "404", description = "booking-unknown")
    @ApiResponse(responseCode = "409", description = "booking-not-decided, not-allowed-in-status, booking-id-reused")
    @ApiResponse(responseCode = "410", description = "log-replaced")
    @ApiResponse(responseCode = "503", description = "overloaded, log-unavailable, store-unavailable")
    @ApiResponse(responseCode = "504", description = "acceptance-unknown: repeat it")
    Mono<ResponseEntity<BookingView>> cancel(
            @PathVariable("id") String id,
            @RequestParam(name = "receipt", required = false) @Nullable String receipt,
            Caller caller) {
        var claim = claims.of(caller, id, receipt);
        return cancellations.cancel(caller, claim).map(state -> ResponseEntity.accepted()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).body(answers.view(claim, state)));
    }

    @DeleteMapping("/{id}/seats/{seat}")
    @Operation(operationId = "releaseSeat", summary = "Give a seat back", description = "One seat of a held booking, the others are kept; the last one "
            + "cancels the booking. It takes its turn in the line.")
    @ApiResponse(responseCode = "202", description = "Accepted; the body is the booking as it was")
    @ApiResponse(responseCode = "400", description = "invalid-request, receipt-invalid")
    @ApiResponse(responseCode = "404", description = "booking-unknown, seat-not-in-booking")
    @ApiResponse(responseCode = "409", description = "booking-not-decided, not-allowed-in-status, booking-id-reused")
    @ApiResponse(responseCode = "410", description = "log-replaced")
    @ApiResponse(responseCode = "503", description = "overloaded, log-unavailable, store-unavailable")
    @ApiResponse(responseCode = "504", description = "acceptance-unknown: repeat it")
    Mono<ResponseEntity<BookingView>> release(
            @PathVariable("id") String id,
            @PathVariable("seat") @Parameter(example = "4-11") String seat,
            @RequestParam(name = "receipt", required = false) @Nullable String receipt,
            Caller caller) {
        var claim = claims.of(caller, id, receipt);
        return cancellations.release(claim, seat).map(state -> ResponseEntity.accepted()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).body(answers.view(claim, state)));
    }

    @GetMapping
    @Operation(operationId = "bookings", summary = "My bookings, or those of an event", description = "Newest first, 100 a page, without rejected "
            + "ones. A buyer gets their own. Who runs an event names it and gets everybody's, with the opaque id of each "
            + "buyer; who is a buyer as well asks for that with all=true.")
    @ApiResponse(responseCode = "200", description = "A page")
    @ApiResponse(responseCode = "400", description = "invalid-request")
    @ApiResponse(responseCode = "404", description = "event-unknown: everybody's bookings were asked for, of an event that "
            + "is not the caller's to run")
    @ApiResponse(responseCode = "503", description = "overloaded, store-unavailable")
    Mono<ResponseEntity<BookingPage>> list(
            @RequestParam(name = "status", required = false) @Parameter(schema = @Schema(allowableValues = {"HELD",
                    "CONFIRMED", "CANCELLED", "EXPIRED"})) @Nullable String status,
            @RequestParam(name = "eventId", required = false) @Parameter(description = "Required for everybody's", schema = @Schema(format = "uuid")) @Nullable String eventId,
            @RequestParam(name = "all", required = false) @Parameter(description = "true for everybody's; who is no buyer has no "
                    + "others", schema = @Schema(type = "boolean")) @Nullable String all,
            @RequestParam(name = "after", required = false) @Parameter(description = "next of the page before", schema = @Schema(format = "uuid")) @Nullable String after,
            Caller caller) {
        var wanted = status == null ? null : listed(status);
        var event = eventId == null ? null : Uuids.parameter("eventId", eventId);
        var behind = after == null ? null : Uuids.parameter("after", after);
        var page = everybodys(all, caller)
                ? list.ofEvent(caller, named(event), wanted, behind)
                : list.mine(caller.id(), wanted, event, behind);
        return page.map(found -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(found));
    }

    /** One person may sell and buy: then a list is of their own unless they say otherwise, as before they sold anything. */
    private static boolean everybodys(@Nullable String all, Caller caller) {
        return switch (all) {
            case null -> !caller.is(Role.BUYER);
            case "true" -> true;
            case "false" -> !caller.is(Role.BUYER);
            default -> throw ProblemException.invalid("all", "must be true or false");
        };
    }

    private static UUID named(@Nullable UUID eventId) {
        if (eventId == null) {
            throw ProblemException.invalid("eventId", "is required to list everybody's bookings");
        }
        return eventId;
    }

    private static BookingStatus listed(String status) {
        return BookingList.LISTED.stream().filter(listed -> listed.name().equals(status)).findFirst()
                .orElseThrow(() -> ProblemException.invalid("status", "must be HELD, CONFIRMED, CANCELLED or EXPIRED"));
    }
}
