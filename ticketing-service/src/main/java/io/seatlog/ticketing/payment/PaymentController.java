package io.seatlog.ticketing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.seatlog.ticketing.booking.BookingAnswers;
import io.seatlog.ticketing.booking.BookingReads;
import io.seatlog.ticketing.booking.BookingState;
import io.seatlog.ticketing.booking.Claims;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.payment.provider.GuardedProvider;
import io.seatlog.ticketing.payment.provider.WebhookRejectedException;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Payments")
class PaymentController {
    private final PaymentStart start;
    private final PaymentReads reads;
    private final PaymentWorker worker;
    private final GuardedProvider provider;
    private final PaymentOptions options;
    private final Claims claims;
    private final BookingReads bookings;
    private final BookingAnswers answers;

    PaymentController(PaymentStart start, PaymentReads reads, PaymentWorker worker, GuardedProvider provider,
            PaymentOptions options, Claims claims, BookingReads bookings, BookingAnswers answers) {
        this.start = start;
        this.reads = reads;
        this.worker = worker;
        this.provider = provider;
        this.options = options;
        this.claims = claims;
        this.bookings = bookings;
        this.answers = answers;
    }

    /** @param status of the booking when the payment began */
    @Schema(name = "PaymentStarted")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Started(UUID id, String status, PaymentView payment) {}

    @PostMapping("/api/bookings/{id}/payment")
    @Operation(operationId = "pay", summary = "Pay for a held booking", description = "Reserves the money, asks the log for the seats, and takes "
            + "the money when they are the buyer's. The booking's stream tells what comes of it; a hold that ends soon is extended "
            + "once. Two payments at once are safe: one gets the seats, the other is let go.")
    @ApiResponse(responseCode = "202", description = "Begun. Its status is ACTION_REQUIRED with a clientSecret when the buyer "
            + "has to do something, UNKNOWN or NEW when the provider has not answered within two seconds")
    @ApiResponse(responseCode = "400", description = "invalid-request, receipt-invalid")
    @ApiResponse(responseCode = "404", description = "booking-unknown")
    @ApiResponse(responseCode = "409", description = "booking-not-decided, not-allowed-in-status, booking-id-reused")
    @ApiResponse(responseCode = "410", description = "log-replaced")
    @ApiResponse(responseCode = "422", description = "too-many-payments")
    @ApiResponse(responseCode = "503", description = "payment-unavailable, overloaded, log-unavailable: nothing was "
            + "charged; store-unavailable: GET tells whether it began")
    @ApiResponse(responseCode = "504", description = "acceptance-unknown: nothing was charged; repeat it")
    Mono<ResponseEntity<Started>> pay(@PathVariable("id") String id,
            @RequestParam(name = "receipt", required = false) @Nullable String receipt,
            @RequestBody Mono<PaymentRequest> body, Caller caller) {
        var claim = claims.of(caller, id, receipt);
        return body.flatMap(request -> start.start(claim, request))
                .map(payment -> ResponseEntity.accepted().cacheControl(CacheControl.noStore())
                        .body(new Started(payment.bookingId(), "HELD", PaymentView.of(payment))));
    }

    @GetMapping("/api/bookings/{id}/payment")
    @Operation(summary = "How the newest payment of a booking stands")
    @ApiResponse(responseCode = "200", description = "The payment")
    @ApiResponse(responseCode = "400", description = "invalid-request, receipt-invalid")
    @ApiResponse(responseCode = "404", description = "booking-unknown, payment-unknown")
    @ApiResponse(responseCode = "409", description = "booking-id-reused, command-refused")
    @ApiResponse(responseCode = "410", description = "log-replaced")
    @ApiResponse(responseCode = "503", description = "overloaded, store-unavailable")
    Mono<ResponseEntity<PaymentView>> payment(
            @PathVariable("id") String id,
            @RequestParam(name = "receipt", required = false) @Nullable String receipt,
            Caller caller) {
        var claim = claims.of(caller, id, receipt);
        // First the booking: only who may see it may see what was paid.
        return bookings.state(claim).doOnNext(state -> answers.view(claim, state))
                .filter(BookingState.Known.class::isInstance).flatMap(_ -> reads.latest(claim.bookingId()))
                .flatMap(Mono::justOrEmpty).filter(news -> news.buyer().equals(claim.buyer()))
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.PAYMENT_UNKNOWN,
                        "Nobody has tried to pay for it.")))
                .map(news -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(news.view()));
    }

    @GetMapping("/api/payment-options")
    @Operation(summary = "How payments are made here", description = "What a page needs to let a buyer pay.")
    @ApiResponse(responseCode = "200", description = "The provider")
    PaymentOptions options() {
        return options;
    }

    @PostMapping("/api/payments/webhook")
    @Operation(summary = "News from the payment provider", description = "Signed by the provider. It only wakes the payment "
            + "it is about; how that stands is then asked. So it may come twice, late, and in any order.")
    @ApiResponse(responseCode = "204", description = "Heard")
    @ApiResponse(responseCode = "400", description = "webhook-rejected: not signed by the provider, or too long ago")
    @ApiResponse(responseCode = "413", description = "body-too-large")
    Mono<ResponseEntity<Void>> webhook(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(description = "As the provider writes it", content = @Content(mediaType = "application/json", schema = @Schema(type = "object"))) @RequestBody Mono<byte[]> body,
            @RequestHeader @Parameter(hidden = true) HttpHeaders headers) {
        return body.map(bytes -> {
            var signature = headers.getFirst(provider.signatureHeader());
            try {
                provider.webhook(bytes, signature == null ? "" : signature).ifPresent(worker::wake);
            } catch (WebhookRejectedException forged) {
                throw ProblemException.of(ProblemType.WEBHOOK_REJECTED, String.valueOf(forged.getMessage()));
            }
            return ResponseEntity.noContent().build();
        });
    }
}
