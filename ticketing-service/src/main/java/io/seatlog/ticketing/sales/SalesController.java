package io.seatlog.ticketing.sales;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.Uuids;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A sale for those who run it. */
@RestController
@Tag(name = "Sales")
final class SalesController {
    private final Catalogue catalogue;
    private final Sales sales;
    private final BookingTable table;
    private final BlockingCalls postgres;

    SalesController(Catalogue catalogue, Sales sales, BookingTable table,
            @Qualifier("postgres") BlockingCalls postgres) {
        this.catalogue = catalogue;
        this.sales = sales;
        this.table = table;
        this.postgres = postgres;
    }

    @GetMapping("/api/events/{id}/sales")
    @Operation(summary = "How the sale stands", description = "Held and sold tickets and their price, by section. For the "
            + "organizer of the event, and for operators.")
    @ApiResponse(responseCode = "200", description = "The sale as it was a moment ago")
    @ApiResponse(responseCode = "404", description = "event-unknown: also when it is somebody else's, or a draft")
    Mono<ResponseEntity<SalesView>> sales(
            @PathVariable("id") String id,
            Caller caller) {
        return event(id, caller).flatMap(event -> postgres.call(() -> sales.of(event)))
                .map(view -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view));
    }

    @GetMapping(path = "/api/events/{id}/bookings.csv", produces = BookingTable.TYPE)
    @Operation(operationId = "bookingTable", summary = "All bookings of an event as a table", description = "RFC 4180, UTF-8, a header line first, without "
            + "rejected ones, in the order of their ids. Each line is as it was when its part of the table was read. Buyers are "
            + "named by their opaque ids. At most two tables at once from one instance.")
    @ApiResponse(responseCode = "200", description = "The table", content = @Content(mediaType = BookingTable.TYPE, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "404", description = "event-unknown: also when it is somebody else's, or a draft")
    Mono<Void> bookings(
            @PathVariable("id") String id,
            Caller caller, ServerHttpResponse response) {
        return event(id, caller).flatMap(event -> table.of(event, parts -> {
            var headers = response.getHeaders();
            headers.set(HttpHeaders.CONTENT_TYPE, BookingTable.TYPE);
            headers.set(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"bookings-" + event.id() + ".csv\"");
            headers.setCacheControl(CacheControl.noStore());
            return response.writeAndFlushWith(parts.map(part -> Mono.just(response.bufferFactory().wrap(part))));
        }));
    }

    private Mono<Event> event(String id, Caller caller) {
        return catalogue.eventRunBy(caller, Uuids.parameter("id", id));
    }
}
