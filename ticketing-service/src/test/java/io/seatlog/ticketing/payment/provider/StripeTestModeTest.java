package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import tools.jackson.databind.json.JsonMapper;

/** The contract against Stripe's own test mode. Needs a key and the network, so CI has never run it. */
@EnabledIfEnvironmentVariable(named = StripeTestModeTest.KEY, matches = ".+")
class StripeTestModeTest extends WebhookingProviderContract {
    static final String KEY = "SEATLOG_STRIPE_TEST_KEY";
    private final JsonMapper json = JsonMapper.builder().build();
    private final LossyTransport transport = new LossyTransport(
            new StripeTransport(new ProviderHttp(Duration.ofSeconds(5), Duration.ofSeconds(30)), json));
    private PaymentProvider provider;

    @BeforeEach
    void start() {
        var key = String.valueOf(System.getenv(KEY));
        assertThat(key.startsWith("sk_test_") || key.startsWith("rk_test_")).as("a key of the test mode").isTrue();
        var client = StripeClient.builder().setApiKey(key).setMaxNetworkRetries(0).setHttpClient(transport).build();
        provider = new Watched(new StripePayments(new StripeIntents(client),
                new StripeWebhooks(WEBHOOK_SECRET, json, Clock.systemUTC()), Clock.systemUTC()));
    }

    @Override
    PaymentProvider provider() {
        return provider;
    }

    @Override
    void lose(Operation operation) {
        transport.lost.add(operation);
    }

    @Override
    void ignore(Operation operation) {
        transport.ignored.add(operation);
    }

    @Override
    void setDown(boolean down) {
        transport.down = down;
    }

    @Override
    void answerChallenge(String clientSecret, boolean approve) {
        Assumptions.abort("only a browser can answer a challenge of Stripe's test mode");
    }

    /** By asking for each payment of this test once more, with the answers that count. */
    @Override
    Books books() {
        var all = ((Watched) provider).orders.values().stream().map(((Watched) provider).stripe::ask)
                .map(Standing::status).toList();
        return new Books(all.stream().filter(Status.AUTHORIZED::equals).count(),
                all.stream().filter(Status.CAPTURED::equals).count(),
                all.stream().filter(Status.REFUNDED::equals).count());
    }

    @Override
    String webhookBody(UUID paymentId) {
        return "{\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"metadata\":{\"seatlog_payment\":\"%s\"}}}}"
                .formatted(paymentId);
    }

    /** Loses requests and answers as the test says, by the path of Stripe's operation. */
    private static final class LossyTransport extends HttpClient {
        private final Set<Operation> lost = EnumSet.noneOf(Operation.class);
        private final Set<Operation> ignored = EnumSet.noneOf(Operation.class);
        private final StripeTransport stripe;
        private volatile boolean down;

        LossyTransport(StripeTransport stripe) {
            this.stripe = stripe;
        }

        @Override
        public StripeResponse request(StripeRequest request) throws StripeException {
            var path = request.url().getPath();
            if (down || take(ignored, path)) {
                throw new ApiConnectionException("lost on its way", new IOException("by the test"));
            }
            var response = stripe.request(request);
            if (take(lost, path)) {
                throw new ApiConnectionException("answer lost", new IOException("by the test"));
            }
            return response;
        }

        private static synchronized boolean take(Set<Operation> effects, String path) {
            return effects.removeIf(one -> path.endsWith(switch (one) {
                case AUTHORIZE -> "/confirm";
                case CAPTURE -> "/capture";
                case RELEASE -> "/cancel";
                case REFUND -> "/refunds";
            }));
        }
    }

    /** Remembers the payments, for the books; aborts what Stripe's test cards cannot do. */
    private static final class Watched implements PaymentProvider {
        private final Map<UUID, Order> orders = new ConcurrentHashMap<>();
        private final StripePayments stripe;

        Watched(StripePayments stripe) {
            this.stripe = stripe;
        }

        private Order watch(Order order) {
            Assumptions.assumeFalse(order.method().equals(CARD_NOT_CAPTURABLE), "no test card expires at will");
            orders.put(order.paymentId(), order);
            return order;
        }

        @Override
        public Standing authorize(Order order) {
            return stripe.authorize(watch(order));
        }

        @Override
        public Standing ask(Order order) {
            return stripe.ask(watch(order));
        }

        @Override
        public Standing capture(Order order) {
            return stripe.capture(watch(order));
        }

        @Override
        public Standing release(Order order) {
            return stripe.release(watch(order));
        }

        @Override
        public Standing refund(Order order) {
            return stripe.refund(watch(order));
        }

        @Override
        public Optional<UUID> webhook(byte[] body, String signature) {
            return stripe.webhook(body, signature);
        }

        @Override
        public String signatureHeader() {
            return stripe.signatureHeader();
        }
    }
}
