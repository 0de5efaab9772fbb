package io.seatlog.ticketing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment as its buyer sees it. */
@Schema(name = "Payment")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentView(UUID id,
        @Schema(allowableValues = {
                "NEW", "UNKNOWN", "ACTION_REQUIRED", "CONFIRMING", "CAPTURE_DUE", "CAPTURED",
                "VOID_DUE", "VOIDED", "DECLINED", "REFUND_DUE", "REFUNDED", "CAPTURE_REFUSED",
                "FAILED"}, description = "Final: CAPTURED (until refunded), VOIDED, DECLINED, REFUNDED, FAILED. UNKNOWN: it may or may "
                        + "not be authorised; that is found out") String status,
        @Schema(description = "In minor units of currency") long amountMinor, String currency,
        @Schema(description = "What the provider's own page or script needs while an action is required, such as "
                + "3-D Secure") @Nullable String clientSecret,
        @Schema(description = "Why it was declined, voided, refunded or failed: the provider's code, or the reason for which the "
                + "seats could not be had") @Nullable String failure) {
    static PaymentView of(Payment payment) {
        return new PaymentView(payment.id(), payment.state().name(), payment.amountMinor(), payment.currency(),
                payment.clientSecret(), payment.failure());
    }
}
