package io.seatlog.ticketing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a page needs to know of the provider.
 *
 * @param provider none, simulated or stripe
 * @param publishableKey Stripe's, which is no secret
 * @param challengeUrl of the simulated provider: the buyer's page for 3-D Secure, to which the client secret is appended
 */
@Schema(name = "PaymentOptions")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ConfigurationProperties("seatlog.payment")
record PaymentOptions(@DefaultValue("none") String provider, @Nullable String publishableKey,
        @Nullable String challengeUrl) {
    PaymentOptions {
        provider = provider.toLowerCase(Locale.ROOT);
    }
}
