package io.seatlog.ticketing.payment;

import io.seatlog.ticketing.problem.Violations;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a buyer wants to pay. */
@Schema(name = "NewPayment", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record PaymentRequest(
        @Schema(pattern = "^[A-Za-z0-9_]{1,64}$", example = "pm_card_visa", description = "The provider's name of what pays; not for "
                + "bookings that cost nothing") @Nullable String paymentMethod) {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final String NONE = "none";

    /** @throws io.seatlog.ticketing.problem.ProblemException when it is not one for such an amount */
    String method(long amountMinor) {
        var violations = new Violations();
        if (amountMinor == 0) {
            violations.require(paymentMethod == null, "paymentMethod", "must be absent: the booking costs nothing");
        } else if (violations.present(paymentMethod, "paymentMethod")) {
            violations.require(METHOD.matcher(String.valueOf(paymentMethod)).matches(), "paymentMethod",
                    "must match " + METHOD.pattern());
        }
        violations.raise();
        return paymentMethod == null ? NONE : paymentMethod;
    }
}
