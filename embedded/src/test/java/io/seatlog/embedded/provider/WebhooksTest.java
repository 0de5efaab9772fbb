package io.seatlog.embedded.provider;

import static io.seatlog.embedded.provider.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    private static final String SECRET = "whsec_of_tests";
    private static final WebhookEvent EVENT = WebhookEvent.of(Payment.tombstone(UUID.randomUUID()), Instant.now());

    private Receiver receiver;
    private Webhooks webhooks;
    private volatile boolean enabled = true;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        webhooks = new Webhooks(SECRET, () -> enabled, List.of(Duration.ofMillis(1), Duration.ofMillis(2)));
        webhooks.setAddresses(List.of(receiver.url()));
    }

    @AfterEach
    void stop() {
        webhooks.close();
        receiver.close();
    }

    @Test
    void shouldSignTimeAndBody() throws Throwable {
        long before = Instant.now().getEpochSecond();

        webhooks.send(EVENT, 0);
        eventually(() -> assertThat(receiver.received).hasSize(1));

        Receiver.Received one = receiver.received.getFirst();
        String[] parts = one.signature().split("[=,]");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of()
                .formatHex(mac.doFinal((parts[1] + "." + one.body()).getBytes(StandardCharsets.UTF_8)));
        assertThat(parts).containsExactly("t", parts[1], "v1", expected);
        assertThat(Long.parseLong(parts[1])).isBetween(before, Instant.now().getEpochSecond());
        assertThat(one.body()).isEqualTo(EVENT.body());
    }

    @Test
    void shouldRepeatTheSameEventUntilItIsAccepted() throws Throwable {
        receiver.refusals.set(2);

        webhooks.send(EVENT, 0);

        eventually(() -> assertThat(counts()).isEqualTo("delivered 1, given up 0"));
        assertThat(receiver.received).hasSize(3).allMatch(one -> one.body().equals(EVENT.body()));
    }

    @Test
    void shouldGiveUpAfterTheLastPause() throws Throwable {
        receiver.refusals.set(100);

        webhooks.send(EVENT, 0);

        eventually(() -> assertThat(counts()).isEqualTo("delivered 0, given up 1"));
        assertThat(receiver.received).hasSize(3);
    }

    @Test
    void shouldCountAnAnswerThatDoesNotComeAsFailed() throws Throwable {
        receiver.answers.drainPermits();

        webhooks.send(EVENT, 0);
        eventually(() -> assertThat(receiver.received).hasSize(2));
        receiver.answers.release(10);

        eventually(() -> assertThat(counts()).isEqualTo("delivered 1, given up 0"));
    }

    @Test
    void shouldReachWhatRunsOfSeveralReceivers() throws Throwable {
        URI nobody;
        try (var gone = new Receiver()) {
            nobody = gone.url();
        }
        webhooks.setAddresses(List.of(nobody, receiver.url()));

        for (int i = 0; i < 10; i++) {
            webhooks.send(WebhookEvent.of(Payment.tombstone(UUID.randomUUID()), Instant.now()), 0);
        }

        eventually(() -> assertThat(payments()).hasSizeGreaterThan(5));
    }

    @Test
    void shouldForgetWhatIsToBeRepeatedWhenSwitchedOff() throws Throwable {
        receiver.refusals.set(1);
        receiver.answers.drainPermits();
        webhooks.send(EVENT, 0);
        eventually(() -> assertThat(receiver.received).hasSize(1));

        enabled = false;
        receiver.answers.release(100);
        eventually(() -> assertThat(receiver.refusals).hasValue(0));
        Thread.sleep(200); // Far longer than the pauses: what is not sent cannot be waited for.

        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void shouldHaveNewsOfChangesOnly() {
        Payment payment = Payment.tombstone(UUID.randomUUID());

        assertThat(webhooks.news(new Outcome.Done(payment, true))).isPresent();
        assertThat(webhooks.news(new Outcome.Refused(payment, true, "not_capturable"))).isPresent();
        assertThat(webhooks.news(new Outcome.Done(payment, false))).isEmpty();
        assertThat(webhooks.news(new Outcome.Refused(payment, false, "not_capturable"))).isEmpty();
        assertThat(webhooks.news(new Outcome.Unknown())).isEmpty();
        enabled = false;
        assertThat(webhooks.news(new Outcome.Done(payment, true))).isEmpty();
        enabled = true;
        webhooks.setAddresses(List.of());
        assertThat(webhooks.news(new Outcome.Done(payment, true))).isEmpty();
    }

    @Test
    void shouldNotTakeAddressesNothingCanBeSentTo() {
        assertThatThrownBy(() -> webhooks.setAddresses(List.of(URI.create("mailto:nobody"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Set<String> payments() {
        return receiver.received.stream().map(Receiver.Received::payment).collect(Collectors.toSet());
    }

    private String counts() {
        var counts = webhooks.counts();
        return "delivered " + counts.get("delivered").longValue() + ", given up "
                + counts.get("givenUp").longValue();
    }
}
