package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.Uuids;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Seats that an organizer does not sell. */
@RestController
@RequestMapping("/api/events/{id}/seats")
@ResponseStatus(HttpStatus.ACCEPTED)
@Tag(name = "Events")
@ApiResponse(responseCode = "202", description = "Acknowledged by the log; the body is what was asked for, the seat map "
        + "shows what came of it")
@ApiResponse(responseCode = "400", description = "invalid-request: also when a label is no seat of the subsection")
@ApiResponse(responseCode = "404", description = "event-unknown: also when it is somebody else's; section-unknown, "
        + "subsection-unknown")
@ApiResponse(responseCode = "409", description = "not-allowed-in-status, with eventStatus: a draft or cancelled")
@ApiResponse(responseCode = "503", description = "overloaded, log-unavailable, store-unavailable: nothing was changed")
@ApiResponse(responseCode = "504", description = "acceptance-unknown: look at the map, or repeat it, which does no harm")
class HouseSeatsController {
    private final HouseSeats seats;

    HouseSeatsController(HouseSeats seats) {
        this.seats = seats;
    }

    @PostMapping("/block")
    @Operation(operationId = "blockSeats", summary = "Keep seats for the house", description = "For its organizer, and for operators. Those that are "
            + "free when the log decides are BLOCKED, x on the map; what is held or sold then is left alone. Repeating "
            + "it changes nothing.")
    Mono<HouseSeatsRequest> block(@PathVariable("id") String id, @RequestBody Mono<HouseSeatsRequest> body,
            Caller caller) {
        return ask(id, body, Command.BlockSeats::new, caller);
    }

    @PostMapping("/unblock")
    @Operation(operationId = "unblockSeats", summary = "Sell seats of the house again", description = "For its organizer, and for operators. Those that "
            + "are BLOCKED become free, the others are left alone. Repeating it changes nothing.")
    Mono<HouseSeatsRequest> unblock(@PathVariable("id") String id, @RequestBody Mono<HouseSeatsRequest> body,
            Caller caller) {
        return ask(id, body, Command.UnblockSeats::new, caller);
    }

    private Mono<HouseSeatsRequest> ask(String id, Mono<HouseSeatsRequest> body, HouseSeats.Wish wish, Caller caller) {
        var event = Uuids.parameter("id", id);
        return body.flatMap(request -> seats.ask(event, request, wish, caller).thenReturn(request));
    }
}
