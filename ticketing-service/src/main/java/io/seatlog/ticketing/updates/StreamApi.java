package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.identity.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How the streams are documented. */
@Tag(name = "Streams", description = """
        Server-sent events. Every stream begins with a snapshot, so reconnecting needs no memory; a comment comes every 15
        seconds; a stream ends after 30 minutes at most and is to be opened again after its `retry` time.""")
interface StreamApi {
    /** Of watched subsections, for the OpenAPI document. */
    String WATCH = "^([A-Za-z0-9]{1,12}/[A-Za-z0-9]{1,12}(,[A-Za-z0-9]{1,12}/[A-Za-z0-9]{1,12}){0,19})?$";

    @Operation(operationId = "bookingStream", summary = "Follow one booking", description = """
            `queued` {ahead}: requests ahead in your line, at most once a second · `held`, `confirmed`, `rejected`,
            `cancelled`, `expired`: the booking as GET shows it, with its version as the event's id · `refused`: the
            problem, when the id belongs to another request · `lost`: the log was replaced before the request was decided;
            book again · `payment`: how the newest payment stands, as GET of the payment shows it, without an id. The stream
            ends after everything but `queued`, `payment` and `held`; after `expired` only when no payment is under way, since
            that may still get the seats. A snapshot whose version is the Last-Event-ID is not repeated.""")
    @ApiResponse(responseCode = "200", description = "The stream", content = @Content(mediaType = "text/event-stream", schema = @Schema(ref = StreamSchemas.BOOKING), examples = @ExampleObject("""
            event: held
            id: 1099511627776
            data: {"id":"…","status":"HELD","seats":["1-5","1-6"],"version":1099511627776}

            """)))
    @ApiResponse(responseCode = "204", description = "The client has the last event already: do not reconnect", content = @Content)
    Mono<Void> booking(String id,
            @Parameter(description = "As it came with the acceptance; not needed once the booking is decided") @Nullable String receipt,
            @Parameter(description = "The version that the client has") @Nullable String lastEventId,
            Caller caller, @Parameter(hidden = true) ServerWebExchange exchange);

    @Operation(operationId = "buyerStream", summary = "Follow all bookings of the buyer", description = """
            On every connect first all open bookings, one event each, then `snapshot` {open: [id, …]}: whatever is not
            listed there is no longer open. After that every change, named and shaped as on the stream of one booking, but
            without ids.""")
    @ApiResponse(responseCode = "200", description = "The stream", content = @Content(mediaType = "text/event-stream", schema = @Schema(ref = StreamSchemas.BUYER)))
    Mono<Void> buyer(Caller caller, @Parameter(hidden = true) ServerWebExchange exchange);

    @Operation(operationId = "salesStream", summary = "Follow a sale", description = """
            For the organizer of the event, and for operators. `sales`: how it stands, as GET of `sales` shows it; first at once,
            then when it has changed, at most every two seconds, and more rarely where reading it takes long.""")
    @ApiResponse(responseCode = "200", description = "The stream", content = @Content(mediaType = "text/event-stream", schema = @Schema(ref = StreamSchemas.SALES)))
    Mono<Void> sales(String id,
            Caller caller,
            @Parameter(hidden = true) ServerWebExchange exchange);

    @Operation(operationId = "eventStream", summary = "Follow an event and its seats", description = """
            `status` {status}: at the start and whenever it changes, within about a second · `availability` [{section,
            subsection, free}]: first all, then those that changed, at most once a second · `seats` {section, subsection,
            version, free, map}: the whole map of a watched subsection, at most every 250 ms; a higher version replaces a
            lower one. `map` is base64 of two bits a seat, row by row, high bits first: 00 free, 01 held, 10 sold, 11
            blocked.""")
    @ApiResponse(responseCode = "200", description = "The stream", content = @Content(mediaType = "text/event-stream", schema = @Schema(ref = StreamSchemas.EVENT)))
    Mono<Void> event(String id,
            @Parameter(description = "At most 20 subsections whose maps are sent", example = "A/1,A/2", schema = @Schema(maxLength = 1000, pattern = WATCH)) @Nullable String watch,
            @Parameter(hidden = true) ServerWebExchange exchange);
}
