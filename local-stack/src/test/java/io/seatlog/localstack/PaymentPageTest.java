package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paying on the page in headless Chromium, with the simulated provider and its bank's page. Seats cost 45 euros. */
@RequiresTool("chromium")
class PaymentPageTest extends BrowserTest {

    private static final int PER_ROW = 10;
    private static final String WORKS = "A card that works";
    private static final String BANK_ASKS = "A card whose bank asks you (3-D Secure)";
    private static final Pattern ANSWERS = Pattern.compile("/api/(?!.*/stream)");
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(system);
        shop.calmProvider();
    }

    @AfterEach
    void closeShop() throws Exception {
        shop.close();
    }

    @Test
    void shouldPayForHeldSeatsOnceHoweverOftenItIsClicked() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        var ben = visitor(1);
        ben.openEvent(event, 1);
        hold(anna, event, 2);
        assertThat(anna.outcome("HELD")).contains("€90.00", "simulated", "No real money moves");
        var posted = anna.posted();

        anna.payButton().dblclick();

        assertThat(anna.outcome("CONFIRMED")).contains("row 1, seats 5 and 6", "Paid: €90.00.")
                .doesNotContain("Yours for");
        anna.awaitAnnounced("Confirmed.");
        assertThat(posted).containsExactly("{\"paymentMethod\":\"pm_card_visa\"}");
        ben.awaitSeat("A", "1", 1, 5, PER_ROW, "sold");
        anna.page().reload();
        anna.awaitSeat("A", "1", 1, 5, PER_ROW, "yours");
        anna.openBookings();
        assertThat(anna.card("CONFIRMED")).contains("Paid: €90.00.").doesNotContain("Cancel");
        assertThat(anna.complaints()).isEmpty();
        assertThat(ben.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldSayWhyACardWasDeclinedAndTakeAnother() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0, new Browser.NewContextOptions().setViewportSize(360, 800)
                .setColorScheme(ColorScheme.DARK));
        hold(anna, event, 2);

        anna.pay("A card without enough money");

        assertThat(anna.payment("DECLINED")).contains("There is not enough money on this card.",
                "Nothing was charged.", "try another card");
        anna.awaitAnnounced("There is not enough money on this card.");
        anna.assertAccessible("declined");
        anna.openBookings();
        assertThat(anna.payment("DECLINED")).contains("There is not enough money on this card.");
        anna.pay("A card that has expired");
        anna.see("This card has expired.");
        anna.assertAccessible("declined, in the list");
        anna.pay(WORKS);
        assertThat(anna.card("CONFIRMED")).contains("Paid: €90.00.");
        assertThat(anna.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldGoOnAtTheBankAfterAReloadAndComeBackPaid() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 2);

        anna.pay(BANK_ASKS);
        assertThat(anna.payment("ACTION_REQUIRED")).contains("Your bank asks you");
        anna.assertAccessible("the bank asks");
        anna.page().reload();
        assertThat(anna.payment("ACTION_REQUIRED")).contains("Your bank asks you");
        assertThat(anna.outcome("HELD")).contains("row 1, seats 5 and 6").doesNotContain("Give back a single seat");
        anna.answerTheBank("Approve");

        assertThat(anna.outcome("CONFIRMED")).contains("Paid: €90.00.");
        assertThat(anna.page().url()).endsWith("#/events/" + event);
        assertThat(anna.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldComeBackToTheListWhenTheBankWasRefused() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 1);
        anna.openBookings();

        anna.pay(BANK_ASKS);
        anna.payment("ACTION_REQUIRED");
        anna.answerTheBank("Refuse");

        assertThat(anna.payment("DECLINED")).contains("Your bank did not get your approval.", "Nothing was charged.");
        assertThat(anna.page().url()).endsWith("#/bookings");
        anna.press("Cancel");
        assertThat(anna.card("CANCELLED")).contains("You cancelled it.");
        assertThat(anna.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldLetThePaymentGoWhenTheBuyerCancels() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 2);
        anna.pay(BANK_ASKS);
        anna.payment("ACTION_REQUIRED");

        anna.press("Give the seats back");

        assertThat(anna.outcome("CANCELLED")).contains("You cancelled it.");
        assertThat(anna.payment("VOIDED")).contains("The payment was let go", "Nothing was charged.");
        assertThat(anna.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldPayWithAnotherCardWhileTheBankWaits() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 2);
        anna.pay(BANK_ASKS);
        anna.payment("ACTION_REQUIRED");

        anna.page().getByText("Use another card").click();
        anna.pay(WORKS);

        assertThat(anna.outcome("CONFIRMED")).contains("Paid: €90.00.");
        assertThat(anna.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldTellThatTheMoneyCouldNotBeTakenInTheEnd() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 1);

        anna.pay("A card that fails at the very end");

        assertThat(anna.outcome("CANCELLED")).contains("The money could not be taken in the end");
        assertThat(anna.payment("FAILED")).contains("Nothing was charged.");
        assertThat(anna.complaints()).isEmpty();
        shop.requireBalance(event);
    }

    @Test
    void shouldGiveBackOneSeatAndTheRestWithTheKeyboard() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        var ben = visitor(1);
        ben.openEvent(event, 1);
        hold(anna, event, 3);
        var keyboard = anna.page().keyboard();

        anna.page().locator(".returns summary").focus();
        keyboard.press("Enter");
        keyboard.press("Tab");
        keyboard.press("Enter");

        anna.see("row 1, seats 5 and 6.");
        assertThat(anna.outcome("HELD")).contains("€90.00");
        assertThat(anna.payButton().innerText()).isEqualTo("Pay €90.00");
        anna.awaitAnnounced("row 1, seats 5 and 6");
        ben.awaitSeat("A", "1", 1, 4, PER_ROW, "free");
        ben.awaitSeat("A", "1", 1, 5, PER_ROW, "held");
        anna.page().getByText("Give the seats back").focus();
        keyboard.press("Enter");
        anna.outcome("CANCELLED");
        ben.awaitSeat("A", "1", 1, 5, PER_ROW, "free");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldGiveBackOneSeatInTheList() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 2);
        anna.openBookings();

        anna.page().locator(".returns summary").click();
        anna.press("Row 1, seat 5: give back");

        anna.see("row 1, seat 6.");
        assertThat(anna.card("HELD")).contains("€45.00").doesNotContain("Give back a single seat");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldConfirmWhatCostsNothing() throws Exception {
        var event = shop.freeEvent();
        var anna = visitor(0);
        anna.openEvent(event, 1);
        anna.askForBest(1, "A", "1");
        assertThat(anna.outcome("HELD")).contains("Free of charge.").doesNotContain("simulated");

        anna.press("Confirm");

        assertThat(anna.outcome("CONFIRMED")).contains("Free of charge.");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldCountDownFromTheNewDeadlineWhenPayingExtendsTheHold() throws Exception {
        var event = shop.event(1, 30);
        var anna = visitor(0);
        hold(anna, event, 1);
        assertThat(secondsLeft(anna)).isBetween(1, 30);

        anna.pay(BANK_ASKS);
        anna.payment("ACTION_REQUIRED");

        anna.page().waitForCondition(() -> secondsLeft(anna) > 60);
        anna.press("Give the seats back");
        anna.outcome("CANCELLED");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldSayThatPaymentsAreNotPossibleAndTakeOneLater() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 1);
        anna.page().route("**/payment*", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)
                .setContentType("application/problem+json")
                .setBody(
                        "{\"code\":\"payment-unavailable\",\"status\":503,\"title\":\"No\",\"detail\":\"No provider\"}")));

        anna.pay(WORKS);
        anna.see("Nothing was charged: payments are not possible at the moment.");
        anna.page().unroute("**/payment*");
        anna.pay(WORKS);

        assertThat(anna.outcome("CONFIRMED")).contains("Paid: €45.00.");
        shop.requireBalance(event);
    }

    @Test
    void shouldFindThePaymentWhoseAnswerWasLost() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        hold(anna, event, 1);
        var posted = anna.posted();
        anna.page().route("**/payment*", route -> {
            if (route.request().method().equals("POST")) {
                route.fetch();
                route.abort();
            } else {
                route.resume();
            }
        });

        anna.pay(WORKS);

        assertThat(anna.outcome("CONFIRMED")).contains("Paid: €45.00.");
        assertThat(posted).hasSize(1);
        shop.requireBalance(event);
    }

    @Test
    void shouldPayWhereNoStreamComesThrough() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        anna.page().route("**/api/**/stream*", Route::abort);
        hold(anna, event, 1);

        anna.pay(WORKS);

        assertThat(anna.outcome("CONFIRMED")).contains("Paid: €45.00.");
    }

    @Test
    void shouldOfferNoPaymentWhereNoneCanBeMade() throws Exception {
        var event = shop.event(1, 600);
        for (var provider : List.of("none", "stripe")) {
            var anna = visitor(0);
            anna.page().route("**/api/payment-options", route -> route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json").setBody("{\"provider\":\"" + provider + "\"}")));
            hold(anna, event, 1);

            anna.see(provider.equals("none") ? "Nothing can be paid here" : "Stripe’s own form");
            assertThat(anna.page().locator(".pay").count()).isZero();
            assertThat(anna.complaints()).isEmpty();
        }
    }

    /** The browser's clock is five minutes behind the one that the answers tell of. */
    @Test
    void shouldCountDownByTheServersClock() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        anna.page().route(ANSWERS, route -> {
            var response = route.fetch();
            var headers = new HashMap<>(response.headers());
            headers.put("date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(5)));
            route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
        });

        hold(anna, event, 1);

        assertThat(secondsLeft(anna)).isBetween(240, 301);
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldSayWhyNothingIsSoldAndOpenByItself() throws Exception {
        var event = shop.event(1, 600);
        var anna = visitor(0);
        var hold = anna.page().getByText("Hold the best seats");
        anna.openEvent(event, 1);
        move(event, "pause");
        anna.see("The sale is paused.");
        assertThat(hold.isDisabled()).isTrue();
        anna.click("A", "1", 2, 2, PER_ROW);
        assertThat(anna.page().getByText("Hold these seats").isDisabled()).isTrue();

        move(event, "resume");
        anna.page().waitForCondition(hold::isEnabled);
        anna.awaitAnnounced("The sale is open.");
        anna.press("Hold these seats");
        assertThat(anna.outcome("HELD")).contains("row 2, seat 2");

        var bert = visitor(1);
        bert.openEvent(event, 1);
        move(event, "close");
        bert.see("The sale has ended.");
        move(event, "cancel");
        bert.see("This event was cancelled.");
        assertThat(anna.complaints()).isEmpty();
        assertThat(bert.complaints()).isEmpty();
    }

    private void move(UUID event, String where) throws Exception {
        var answer = shop.buyers().send("POST", shop.api().resolve("/api/events/" + event + "/" + where),
                "load-organizer", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void hold(Visitor visitor, UUID event, int seats) {
        visitor.openEvent(event, 1);
        visitor.askForBest(seats, "A", "1");
        visitor.outcome("HELD");
    }

    private static int secondsLeft(Visitor visitor) {
        Locator left = visitor.page().locator(".countdown strong");
        var parts = left.innerText().split(":", -1);
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }

    private Visitor visitor(int instance) {
        return visitor(instance, new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

}
