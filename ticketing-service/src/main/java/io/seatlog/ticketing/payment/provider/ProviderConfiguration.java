package io.seatlog.ticketing.payment.provider;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {
    @Bean
    GuardedProvider paymentProvider(ProviderProperties properties, JsonMapper json, Clock clock,
            MeterRegistry registry) {
        return switch (properties.provider()) {
            case NONE -> GuardedProvider.none(registry);
            case SIMULATED -> guarded(simulated(properties, json, clock), properties, registry);
            case STRIPE -> guarded(stripe(properties, json, clock), properties, registry);
        };
    }

    private static GuardedProvider guarded(PaymentProvider provider, ProviderProperties properties,
            MeterRegistry registry) {
        return new GuardedProvider(provider, GuardSettings.standard(properties.threads()), registry);
    }

    static SimulatedPayments simulated(ProviderProperties properties, JsonMapper json, Clock clock) {
        var webhooks = new SimulatedWebhooks(given(properties.webhookSecret()), json, clock);
        return new SimulatedPayments(given(properties.url()), given(properties.secretKey()), http(properties), json,
                webhooks);
    }

    /** Without the SDK's own retries: it is the payment's worker that repeats, and knows for how long. */
    static StripePayments stripe(ProviderProperties properties, JsonMapper json, Clock clock) {
        var url = properties.url() == null ? Stripe.LIVE_API_BASE : properties.url().toString().replaceAll("/+$", "");
        var client = StripeClient.builder().setApiKey(given(properties.secretKey())).setApiBase(url)
                .setMaxNetworkRetries(0).setHttpClient(new StripeTransport(http(properties), json)).build();
        return new StripePayments(new StripeIntents(client),
                new StripeWebhooks(given(properties.webhookSecret()), json, clock), clock);
    }

    private static ProviderHttp http(ProviderProperties properties) {
        return new ProviderHttp(properties.connectTimeout(), properties.readTimeout());
    }

    /** {@link ProviderProperties} has checked that it is there. */
    private static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
