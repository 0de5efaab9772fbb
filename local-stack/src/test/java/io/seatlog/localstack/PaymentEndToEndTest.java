package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paying for held seats, as a product owner would tell it. Prices are 45 euros a seat. */
class PaymentEndToEndTest {
    private static final String ANN = "ann";
    private static final String BOB = "bob";
    private final RunningSystem system = RunningSystem.shared();
    private final Shop shop = new Shop(system);
    private UUID event = new UUID(0, 0);

    @BeforeEach
    void open() throws Exception {
        shop.calmProvider();
        event = shop.event(1, 600);
    }

    @AfterEach
    void close() throws Exception {
        shop.calmProvider();
        shop.requireBalance(event);
        shop.close();
    }

    @Test
    void aHeldBookingIsPaidAndItsSeatsAreSold() throws Exception {
        var booking = shop.hold(event, ANN, "1-1", "1-2");
        long before = shop.books().path("capturedMinor").asLong();

        shop.payAccepted(booking, ANN, "pm_card_visa");

        var confirmed = shop.awaitBooking(booking, ANN, "CONFIRMED");
        assertThat(confirmed.path("totalMinor").asLong()).isEqualTo(9_000);
        assertThat(confirmed.has("heldUntil")).isFalse();
        assertThat(shop.awaitPayment(booking, ANN, "CAPTURED").path("amountMinor").asLong()).isEqualTo(9_000);
        assertThat(shop.books().path("capturedMinor").asLong() - before).isEqualTo(9_000);
        assertThat(seats().path("rows").get(0).asString()).isEqualTo("ss........");
        assertThat(shop.tryToBook(UUID.randomUUID(), event, BOB, "\"selection\":\"MANUAL\",\"seats\":[\"1-1\"]")
                .statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsPaidIsNeitherPaidAgainNorCancelledByItsBuyer() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        shop.payAccepted(booking, ANN, "pm_card_visa");
        shop.awaitBooking(booking, ANN, "CONFIRMED");

        var again = shop.pay(booking, ANN, "pm_card_visa");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("not-allowed-in-status").contains("CONFIRMED");
        assertThat(shop.cancel(booking, ANN).statusCode()).isEqualTo(409);
        assertThat(shop.booking(booking, ANN).path("status").asString()).isEqualTo("CONFIRMED");
    }

    @Test
    void theOrganizerCancelsAPaidBookingAndTheMoneyIsGivenBack() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        shop.payAccepted(booking, ANN, "pm_card_visa");
        shop.awaitPayment(booking, ANN, "CAPTURED");
        assertThat(shop.cancel(booking, BOB).body()).as("a stranger, as if there were no such booking yet")
                .contains("booking-not-decided");

        assertThat(shop.cancel(booking, "load-organizer").statusCode()).isEqualTo(202);

        assertThat(shop.awaitBooking(booking, ANN, "CANCELLED").path("reason").asString())
                .isEqualTo("CANCELLED_BY_ORGANIZER");
        assertThat(shop.awaitPayment(booking, ANN, "REFUNDED").path("failure").asString())
                .isEqualTo("CANCELLED_BY_ORGANIZER");
        assertThat(shop.cancel(booking, "load-organizer").statusCode()).isEqualTo(202);
        shop.hold(event, BOB, "1-1");
    }

    @Test
    void theOrganizerCancelsTheEventAndAllMoneyIsGivenBack() throws Exception {
        var paid = shop.hold(event, ANN, "1-1", "1-2");
        shop.payAccepted(paid, ANN, "pm_card_visa");
        shop.awaitPayment(paid, ANN, "CAPTURED");
        var atTheBank = shop.hold(event, BOB, "1-3");
        shop.payAccepted(atTheBank, BOB, "pm_card_threeDSecure2Required");
        var held = shop.hold(event, "cid", "1-4");

        var cancelled = shop.buyers().send("POST", shop.api().resolve("/api/events/" + event + "/cancel"),
                "load-organizer", "");

        assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(202);
        assertThat(shop.awaitBooking(paid, ANN, "CANCELLED").path("reason").asString()).isEqualTo("EVENT_CANCELLED");
        shop.awaitBooking(atTheBank, BOB, "CANCELLED");
        shop.awaitBooking(held, "cid", "CANCELLED");
        shop.awaitPayment(paid, ANN, "REFUNDED");
        shop.awaitPayment(atTheBank, BOB, "VOIDED");
    }

    @Test
    void nobodyElseSeesAPayment() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");
        assertThat(shop.get("/api/bookings/" + booking + "/payment", BOB).path("code").asString())
                .isEqualTo("payment-unknown");
        var stolen = Json.MAPPER.readTree(shop.tryToBook(booking, event, BOB,
                "\"quantity\":1,\"selection\":\"BEST_AVAILABLE\"").body());
        var seen = shop.get("/api/bookings/" + booking + "/payment?receipt=" + stolen.path("receipt").asString(), BOB);
        assertThat(seen.has("clientSecret")).as("%s", seen).isFalse();
        shop.cancel(booking, ANN);
    }

    @Test
    void whatIsCancelledExpiredRejectedOrUnknownCannotBePaid() throws Exception {
        var cancelled = shop.hold(event, ANN, "1-1");
        shop.cancel(cancelled, ANN);
        shop.awaitBooking(cancelled, ANN, "CANCELLED");
        assertThat(shop.pay(cancelled, ANN, "pm_card_visa").statusCode()).isEqualTo(409);

        var rejected = shop.book(event, BOB, "\"quantity\":8,\"selection\":\"BEST_AVAILABLE\"");
        shop.awaitBooking(rejected, BOB, "HELD");
        var taken = shop.booking(rejected, BOB).path("seats").get(0).asString();
        var late = shop.book(event, ANN, "\"selection\":\"MANUAL\",\"seats\":[\"" + taken + "\"]");
        shop.awaitBooking(late, ANN, "REJECTED");
        assertThat(shop.pay(late, ANN, "pm_card_visa").body()).contains("not-allowed-in-status").contains("REJECTED");

        assertThat(shop.pay(UUID.randomUUID(), ANN, "pm_card_visa").statusCode()).isEqualTo(404);
        assertThat(shop.pay(rejected, ANN, "pm_card_visa").body()).as("a stranger's").contains("booking-not-decided");

        var shortLived = shop.event(1, 5);
        var expired = shop.hold(shortLived, ANN, "1-1");
        shop.awaitBooking(expired, ANN, "EXPIRED");
        assertThat(shop.pay(expired, ANN, "pm_card_visa").body()).contains("not-allowed-in-status").contains("EXPIRED");
    }

    @Test
    void aDeclinedCardLeavesTheSeatsHeldAndAnotherCardPays() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");

        var declined = shop.payAccepted(booking, ANN, "pm_card_visa_chargeDeclinedInsufficientFunds");

        assertThat(declined.path("status").asString()).isEqualTo("DECLINED");
        assertThat(declined.path("failure").asString()).isEqualTo("insufficient_funds");
        assertThat(shop.booking(booking, ANN).path("status").asString()).isEqualTo("HELD");
        shop.payAccepted(booking, ANN, "pm_card_mastercard");
        shop.awaitBooking(booking, ANN, "CONFIRMED");
    }

    @Test
    void theBankAsksTheBuyerFirstAndTheWebhookFinishesThePayment() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");

        var asked = shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");

        assertThat(asked.path("status").asString()).isEqualTo("ACTION_REQUIRED");
        var secret = asked.path("clientSecret").asString();
        assertThat(shop.payment(booking, ANN).path("clientSecret").asString()).isEqualTo(secret);
        assertThat(shop.booking(booking, ANN).path("status").asString()).isEqualTo("HELD");
        shop.answerChallenge(secret, "approve");
        shop.awaitBooking(booking, ANN, "CONFIRMED");
        assertThat(shop.awaitPayment(booking, ANN, "CAPTURED").has("clientSecret")).isFalse();
    }

    @Test
    void theBankRefusesAndTheBuyerPaysOtherwise() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        var asked = shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");

        shop.answerChallenge(asked.path("clientSecret").asString(), "refuse");

        assertThat(shop.awaitPayment(booking, ANN, "DECLINED").path("failure").asString())
                .isEqualTo("authentication_failed");
        shop.payAccepted(booking, ANN, "pm_card_visa");
        shop.awaitBooking(booking, ANN, "CONFIRMED");
    }

    @Test
    void withoutWebhooksThePaymentIsFinishedByAsking() throws Exception {
        shop.provider("\"webhooks\":false");
        var booking = shop.hold(event, ANN, "1-1");
        var asked = shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");
        shop.answerChallenge(asked.path("clientSecret").asString(), "approve");
        shop.awaitBooking(booking, ANN, "CONFIRMED");
    }

    @Test
    void aHoldThatEndsSoonIsExtendedOnceWhenItsPaymentStarts() throws Exception {
        var shortLived = shop.event(1, 20);
        var booking = shop.hold(shortLived, ANN, "1-1");
        var before = java.time.Instant.parse(shop.booking(booking, ANN).path("heldUntil").asString());

        shop.payAccepted(booking, ANN, "pm_card_visa_chargeDeclined");

        var after = java.time.Instant.parse(shop.booking(booking, ANN).path("heldUntil").asString());
        assertThat(Duration.between(before, after)).isBetween(Duration.ofSeconds(150), Duration.ofSeconds(185));
        shop.payAccepted(booking, ANN, "pm_card_visa_chargeDeclined");
        assertThat(shop.booking(booking, ANN).path("heldUntil").asString()).isEqualTo(after.toString());
    }

    @Test
    void aPaymentThatComesTooLateGetsItsSeatsWhenTheyAreStillFree() throws Exception {
        var booking = expiredDuringTheChallenge();
        shop.answerChallenge(shop.payment(booking, ANN).path("clientSecret").asString(), "approve");

        shop.awaitBooking(booking, ANN, "CONFIRMED");
        shop.awaitPayment(booking, ANN, "CAPTURED");
    }

    @Test
    void aPaymentThatComesTooLateIsLetGoWhenASeatIsTaken() throws Exception {
        var booking = expiredDuringTheChallenge();
        var other = shop.hold(event, BOB, "1-2");

        shop.answerChallenge(shop.payment(booking, ANN).path("clientSecret").asString(), "approve");

        assertThat(shop.awaitPayment(booking, ANN, "VOIDED").path("failure").asString()).isEqualTo("SEAT_TAKEN");
        assertThat(shop.booking(booking, ANN).path("status").asString()).isEqualTo("EXPIRED");
        assertThat(shop.booking(other, BOB).path("status").asString()).isEqualTo("HELD");
    }

    @Test
    void whoCancelsDuringThePaymentPaysNothing() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        var asked = shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");
        assertThat(shop.cancel(booking, ANN).statusCode()).isEqualTo(202);
        shop.awaitBooking(booking, ANN, "CANCELLED");

        assertThat(shop.awaitPayment(booking, ANN, "VOIDED").path("failure").asString())
                .isEqualTo("CANCELLED_BY_BUYER");
        var challenge = shop.provider().resolve("/challenge/" + asked.path("clientSecret").asString() + "/approve");
        assertThat(shop.buyers().send("POST", challenge, ANN, "").statusCode()).as("too late").isEqualTo(409);
        assertThat(shop.booking(booking, ANN).path("status").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void whoGivesASeatBackDuringThePaymentPaysNothingAndKeepsTheOthers() throws Exception {
        var booking = shop.hold(event, ANN, "1-1", "1-2");
        var asked = shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");
        shop.buyers().delete(shop.api().resolve("/api/bookings/" + booking + "/seats/1-2"), ANN);

        shop.answerChallenge(asked.path("clientSecret").asString(), "approve");

        assertThat(shop.awaitPayment(booking, ANN, "VOIDED").path("failure").asString()).isEqualTo("AMOUNT_DIFFERS");
        assertThat(shop.booking(booking, ANN).path("quantity").asInt()).isEqualTo(1);
        shop.payAccepted(booking, ANN, "pm_card_visa");
        assertThat(shop.awaitBooking(booking, ANN, "CONFIRMED").path("totalMinor").asLong()).isEqualTo(4_500);
    }

    @Test
    void moneyThatCannotBeTakenForGoodGivesTheSeatsBack() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");

        shop.payAccepted(booking, ANN, "pm_seatlog_captureRefused");

        var cancelled = shop.awaitBooking(booking, ANN, "CANCELLED");
        assertThat(cancelled.path("reason").asString()).isEqualTo("PAYMENT_FAILED");
        assertThat(shop.awaitPayment(booking, ANN, "FAILED").path("failure").asString()).isEqualTo("capture_refused");
        shop.hold(event, BOB, "1-1");
    }

    @Test
    void aProviderThatDoesNotAnswerIsAskedUntilItIsKnownWhatHappened() throws Exception {
        for (var effect : new String[]{"lost", "ignored", "error", "late"}) {
            var booking = shop.hold(event, ANN, "2-" + (effect.length() + (effect.equals("late") ? 5 : 0)));
            shop.rule("authorize", effect, ",\"millis\":500,\"bookingId\":\"" + booking + "\"");
            shop.rule("capture", effect, ",\"millis\":500,\"bookingId\":\"" + booking + "\"");

            var unknown = shop.payAccepted(booking, ANN, "pm_card_visa");

            assertThat(unknown.path("status").asString()).as(effect).isEqualTo("UNKNOWN");
            shop.awaitBooking(booking, ANN, "CONFIRMED");
            shop.awaitPayment(booking, ANN, "CAPTURED");
        }
    }

    @Test
    void theWebhookMayComeTwiceAndBeforeTheAnswer() throws Exception {
        shop.rule("authorize", "webhook-first", "");
        var first = shop.hold(event, ANN, "1-1");
        shop.payAccepted(first, ANN, "pm_card_visa");
        shop.awaitBooking(first, ANN, "CONFIRMED");

        shop.rule("any", "duplicate", ",\"times\":3");
        var second = shop.hold(event, ANN, "1-2");
        shop.payAccepted(second, ANN, "pm_card_visa");
        shop.awaitBooking(second, ANN, "CONFIRMED");
    }

    @Test
    void theDeadProviderCostsAClearRefusalAndNoBooking() throws Exception {
        shop.provider("\"down\":true");
        var booking = shop.hold(event, ANN, "1-1");
        var answer = shop.payOnce(booking, ANN, "pm_card_visa");
        for (int tries = 0; answer.statusCode() == 202 && tries < 60; tries++) {
            booking = shop.hold(event, ANN, (2 + tries / 10) + "-" + (1 + tries % 10));
            answer = shop.payOnce(booking, ANN, "pm_card_visa");
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("payment-unavailable").contains("Nothing was charged");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(shop.booking(booking, ANN).path("status").asString()).isEqualTo("HELD");
    }

    @Test
    void whatCostsNothingIsConfirmedWithoutTheProvider() throws Exception {
        var free = shop.freeEvent();
        shop.provider("\"down\":true");
        var booking = shop.hold(free, ANN, "1-1");
        shop.payAccepted(booking, ANN, "");
        shop.awaitBooking(booking, ANN, "CONFIRMED");
    }

    @Test
    void badPaymentsAreRefusedByTheNameOfTheField() throws Exception {
        var booking = shop.hold(event, ANN, "1-1");
        assertThat(shop.pay(booking, ANN, "").body()).contains("invalid-request").contains("paymentMethod");
        assertThat(shop.pay(booking, ANN, "no card; drop table").body()).contains("invalid-request")
                .contains("paymentMethod");
        var path = shop.api().resolve("/api/bookings/" + booking + "/payment");
        assertThat(shop.buyers().send("POST", path, ANN, "{\"amount\":1}").body()).contains("invalid-request")
                .contains("amount");
        assertThat(shop.payAccepted(booking, ANN, "pm_unheard_of").path("status").asString()).isEqualTo("DECLINED");
        assertThat(shop.get("/api/bookings/" + shop.hold(event, ANN, "1-2") + "/payment", ANN).path("code").asString())
                .isEqualTo("payment-unknown");
        assertThat(shop.buyers().send("POST", shop.api().resolve("/api/payments/webhook"), "mallory", "{}").body())
                .contains("webhook-rejected");
    }

    /** A hold of 1-1 and 1-2 that ended while the buyer was at the bank. */
    private UUID expiredDuringTheChallenge() throws Exception {
        var booking = shop.hold(event, ANN, "1-1", "1-2");
        shop.payAccepted(booking, ANN, "pm_card_threeDSecure2Required");
        endHold(booking);
        shop.awaitBooking(booking, ANN, "EXPIRED");
        return booking;
    }

    /** Ten minutes pass. */
    private void endHold(UUID booking) throws Exception {
        try (var connection = system.database();
                var statement = connection.prepareStatement("""
                        update reservation.booking set hold_until = now() - interval '1 second' where id = ?""")) {
            statement.setObject(1, booking);
            statement.executeUpdate();
        }
    }

    private tools.jackson.databind.JsonNode seats() throws Exception {
        for (int look = 0; look < 100; look++) {
            var seats = shop.get("/api/events/" + event + "/seats?section=A&subsection=1", ANN);
            if (seats.path("rows").get(0).asString().contains("s")) {
                return seats;
            }
            Thread.sleep(100);
        }
        return shop.get("/api/events/" + event + "/seats?section=A&subsection=1", ANN);
    }
}
