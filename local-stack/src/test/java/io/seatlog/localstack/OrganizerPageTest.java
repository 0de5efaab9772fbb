package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The organizer's part of the page, as organizers and those who are none see it. */
@RequiresTool("chromium")
class OrganizerPageTest extends BrowserTest {

    private static final int PER_ROW = 10;

    @Test
    void shouldMakeAnEventAndRunItsSale() {
        var olga = stranger(0);
        olga.open("");
        assertThat(olga.page().locator("#organize").isVisible()).as("a link that is nobody's").isFalse();
        signIn(olga, "olga");
        olga.page().locator("#organize").click();
        link(olga, "New event").click();
        var name = "Made on the page " + UUID.randomUUID();

        fillIn(olga, name);
        olga.see("200 seats in 5 blocks.");
        assertThat(olga.page().locator(".preview canvas.seats[data-version]").count()).isEqualTo(5);
        olga.press("Save as a draft");
        olga.see("Nothing is sold yet: this is a draft.");
        var event = opened(olga);
        assertThat(pill(olga)).isEqualTo("Draft");
        link(olga, "Your events").click();
        assertThat(card(olga, name).innerText()).contains("Draft", "200 seats");
        card(olga, name).locator("a").click();

        olga.press("Publish");
        awaitPill(olga, "On sale");
        awaitFigure(olga, "Free", "200");
        var ben = visitor(1, new Browser.NewContextOptions());
        ben.openEvent(event, 5);
        ben.askForBest(2, "Stalls", "1");
        ben.outcome("HELD");
        awaitFigure(olga, "Held", "2");
        assertThat(olga.page().locator(".box .link").innerText()).isEqualTo("Live");
        ben.pay("A card that works");
        ben.outcome("CONFIRMED");
        awaitFigure(olga, "Sold", "2");
        awaitFigure(olga, "Revenue", "€25.00");
        assertThat(olga.page().locator(".section-sales li").first().innerText()).contains("2 sold", "118 free");
        assertThat(olga.page().locator(".chart desc").textContent()).contains("2 more sold. Now 2 sold, 0 held.");

        olga.press("Pause the sale");
        awaitPill(olga, "Sale paused");
        ben.page().locator(".facts .paused").waitFor();
        olga.press("Resume the sale");
        awaitPill(olga, "On sale");
        assertThat(olga.complaints()).isEmpty();
    }

    @Test
    void shouldAskBeforeWhatCannotBeTakenBack() {
        var olga = organizer(new Browser.NewContextOptions());
        var event = made(olga, "To be closed");

        olga.press("End the sale…");
        olga.see("On sale until");
        dialog(olga).getByText("Keep selling").click();
        assertThat(pill(olga)).isEqualTo("On sale");
        olga.press("End the sale…");
        olga.page().keyboard().press("Escape");
        dialog(olga).waitFor(new Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        assertThat(pill(olga)).isEqualTo("On sale");
        olga.press("End the sale…");
        dialog(olga).getByText("End the sale", new Locator.GetByTextOptions().setExact(true)).click();
        awaitPill(olga, "Sale ended");
        olga.press("Cancel the event…");
        dialog(olga).getByText("Cancel the event", new Locator.GetByTextOptions().setExact(true)).click();
        awaitPill(olga, "Cancelled");

        assertThat(olga.page().locator("[data-move]").count()).isZero();
        var ben = visitor(1, new Browser.NewContextOptions());
        ben.openEvent(event, 5);
        assertThat(ben.page().locator(".panel .why").innerText()).isEqualTo("This event was cancelled.");
        assertThat(olga.complaints()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWhereItWasWrittenAndMakeTheEventOnce() {
        var olga = organizer(new Browser.NewContextOptions());
        olga.open("#/organize/new");
        var name = "Made once " + UUID.randomUUID();
        fillIn(olga, name);
        olga.page().getByLabel("Seats a row").first().fill("1000");
        olga.see("4,000 seats a block: at most 500.");
        olga.page().getByLabel("Price of a seat").last().fill("twelve");
        olga.press("Publish");
        assertThat(wrong(olga, "Price of a seat", 1)).isEqualTo("Must be an amount of EUR.");

        olga.page().getByLabel("Price of a seat").last().fill("9");
        olga.page().getByLabel("Name", exactly()).fill(" ");
        olga.page().getByLabel("On sale until").fill("2020-01-01T10:00");
        olga.press("Publish");
        olga.see("Some fields need another look.");
        assertThat(wrong(olga, "Name", 0)).isEqualTo("Must have 1 to 200 characters.");
        assertThat(wrong(olga, "On sale until", 0)).isEqualTo("Must be after the start of the sale.");
        assertThat(wrong(olga, "Seats a row", 0)).isEqualTo("Must be 1 to 500.");
        assertThat(olga.page().evaluate("() => document.activeElement.id")).isEqualTo("name");

        olga.page().getByLabel("Name", exactly()).fill(name);
        olga.page().getByLabel("On sale until").fill(local(9));
        olga.page().getByLabel("Seats a row").first().fill("10");
        var attempts = new AtomicInteger();
        olga.page().route("**/api/events", route -> {
            if (attempts.incrementAndGet() == 1) {
                assertThat(route.fetch().status()).isEqualTo(201);
                route.abort();
            } else {
                route.resume();
            }
        });
        olga.press("Publish");
        olga.see("It may have been made all the same.");
        olga.press("Publish");
        awaitPill(olga, "On sale");
        link(olga, "Your events").click();
        card(olga, name).waitFor();
        assertThat(attempts).hasValue(2);
        assertThat(card(olga, name).count()).isEqualTo(1);
    }

    @Test
    void shouldChangeAnEventAndShowWhatTheApiRefuses() {
        var olga = organizer(new Browser.NewContextOptions());
        made(olga, "Before");
        olga.page().getByText("Change the event").click();

        olga.page().getByLabel("Name", exactly()).fill("After");
        olga.page().getByLabel("Tickets a booking").fill("99");
        olga.press("Save");
        olga.see("Must be 1 to 10.");
        olga.page().getByLabel("Tickets a booking").fill("3");
        olga.page().getByLabel("Price in section Circle").fill("7.5");
        olga.page().getByLabel("Tickets a buyer").fill("5");
        olga.press("Save");
        olga.see("A published event keeps having a limit");
        olga.page().getByLabel("Tickets a buyer").fill("");
        olga.press("Save");

        olga.awaitAnnounced("The change is saved.");
        assertThat(olga.page().locator("h1").innerText()).isEqualTo("After");
        var event = Json.MAPPER.readTree(Http.send(java.net.http.HttpRequest
                .newBuilder(system.api(1).resolve("/api/events/" + opened(olga)))).orElseThrow().body());
        assertThat(event.path("maxTicketsPerBooking").asInt()).isEqualTo(3);
        assertThat(event.at("/sections/0/priceMinor").asInt()).isEqualTo(1250);
        assertThat(event.at("/sections/1/priceMinor").asInt()).isEqualTo(750);
    }

    @Test
    void shouldSaveTheTableOfBookings() throws IOException {
        var olga = organizer(new Browser.NewContextOptions());
        var event = made(olga, "With a table");
        var ben = visitor(0, new Browser.NewContextOptions());
        ben.openEvent(event, 5);
        ben.askForBest(2, "Circle", "1");
        ben.outcome("HELD");
        awaitFigure(olga, "Held", "2");

        var table = olga.page().waitForDownload(() -> olga.press("Download bookings (CSV)"));

        assertThat(table.suggestedFilename()).isEqualTo("bookings-" + event + ".csv");
        assertThat(Files.readAllLines(table.path())).hasSize(2).last().asString().contains(",Circle,1,HELD,2,");
        olga.page().route("**/bookings.csv", Route::abort);
        olga.press("Download bookings (CSV)");
        olga.see("Seatlog cannot be reached.");
    }

    @Test
    void shouldFollowTheSaleWhereNoStreamComesThrough() {
        var olga = organizer(new Browser.NewContextOptions());
        olga.page().route("**/sales/stream", Route::abort);
        var event = made(olga, "No sales stream");
        awaitFigure(olga, "Free", "200");
        var ben = visitor(1, new Browser.NewContextOptions());
        ben.openEvent(event, 5);
        ben.askForBest(3, "Stalls", "2");
        ben.outcome("HELD");

        awaitFigure(olga, "Held", "3");
    }

    /** What is asked for; that it is done is told where the route is. */
    @Test
    void shouldKeepTheSeatsThatWereChosenForTheHouse() {
        var olga = organizer(new Browser.NewContextOptions());
        var event = made(olga, "For guests");
        olga.page().getByText("Seats of the house").click();
        olga.page().waitForCondition(() -> olga.page().locator("canvas.seats[data-version]").count() == 5);

        olga.page().getByLabel("Block", exactly()).selectOption("Circle 1");
        olga.page().getByLabel("Row", exactly()).fill("9");
        button(olga, "Choose").click();
        olga.see("Block Circle 1 has rows 1 to 4 of seats 1 to 10.");
        olga.page().getByLabel("Row", exactly()).fill("2");
        olga.page().getByLabel("From seat").fill("3");
        olga.page().getByLabel("To seat").fill("5");
        button(olga, "Choose").click();
        olga.click("Circle", "1", 2, 4, PER_ROW);
        button(olga, "Block").click();

        olga.see("Block Circle 1: row 2, seat 3; row 2, seat 5 will not be sold");
        assertThat(olga.page().locator(".choice").isVisible()).isFalse();
        awaitFigure(olga, "Blocked", "2");
        awaitFigure(olga, "Free", "198");
        assertThat(olga.page().locator(".section-sales li").last().innerText()).contains("78 free", "2 blocked");
        olga.assertAccessible("seats of the house");
        var ben = visitor(1, new Browser.NewContextOptions());
        ben.openEvent(event, 5);
        assertThat(ben.look("Circle", "1", 2, 3, PER_ROW)).contains("not for sale");

        olga.page().getByLabel("To seat").fill("3");
        button(olga, "Choose").click();
        button(olga, "Unblock").click();
        olga.see("Block Circle 1: row 2, seat 3 will be for sale again");
        awaitFigure(olga, "Blocked", "1");
    }

    @Test
    void shouldShowToStrangersBuyersAndAfterFailuresWhatIsThere() {
        var somebody = stranger(0);
        somebody.open("#/organize");
        somebody.see("Sign in to make events");
        var ben = visitor(0, new Browser.NewContextOptions());
        ben.open("#/organize");
        ben.see("Your account does not organize events");
        assertThat(ben.page().locator("#organize").isVisible()).isFalse();

        var nora = organizer(new Browser.NewContextOptions());
        nora.open("#/organize");
        nora.see("There are no events yet.");
        nora.open("#/organize/" + UUID.randomUUID());
        nora.see("There is no such event");
        nora.page().route("**/api/events?*", Route::abort);
        nora.open("#/organize");
        nora.see("Seatlog cannot be reached.");
        nora.page().unroute("**/api/events?*");
        nora.press("Try again");
        nora.see("There are no events yet.");
    }

    @Test
    void shouldShowOperatorsTheEventsOfAll() {
        var olga = organizer(new Browser.NewContextOptions());
        var name = "Of an organizer " + UUID.randomUUID();
        made(olga, name);
        var otto = staff("operator", new Browser.NewContextOptions());
        otto.open("");
        otto.page().locator("#organize").click();
        otto.page().getByLabel("Search events").fill(name);
        card(otto, name).locator("a").click();

        otto.press("Pause the sale");
        awaitPill(otto, "Sale paused");
        awaitPill(olga, "Sale paused");
        otto.open("#/organize/new");
        otto.see("Operators run events, and organizers make them.");
        link(otto, "Your events").waitFor();
        assertThat(otto.complaints()).isEmpty();
    }

    @Test
    void shouldKeepWhatWasTypedOverAReload() {
        var olga = organizer(new Browser.NewContextOptions());
        olga.open("#/organize/new");
        fillIn(olga, "Typed, not sent");
        olga.page().reload();
        olga.see("200 seats in 5 blocks.");
        assertThat(olga.page().getByLabel("Name", exactly()).inputValue()).isEqualTo("Typed, not sent");
        assertThat(olga.page().getByLabel("Price of a seat").first().inputValue()).isEqualTo("12,50");

        olga.press("Publish");
        awaitPill(olga, "On sale");
        olga.page().getByText("Change the event").click();
        olga.page().getByLabel("Venue").fill("Elsewhere");
        olga.page().reload();
        olga.press("Save");
        olga.awaitAnnounced("The change is saved.");
        assertThat(olga.page().locator(".facts").innerText()).contains("Elsewhere");
        assertThat(olga.complaints()).isEmpty();
    }

    @Test
    void shouldBeAccessibleInBothThemesAndOnAPhone() {
        for (var theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[]{1280, 400}) {
                var olga = organizer(new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(theme));
                olga.open("#/organize/new");
                fillIn(olga, "Accessible");
                olga.see("200 seats in 5 blocks.");
                olga.assertAccessible("form");
                olga.press("Publish");
                awaitFigure(olga, "Free", "200");
                olga.page().getByText("Change the event").click();
                olga.assertAccessible("event");
                olga.press("Cancel the event…");
                olga.assertAccessible("question");
                dialog(olga).getByText("Keep the event").click();
                link(olga, "Your events").click();
                olga.page().locator(".card").first().waitFor();
                olga.assertAccessible("list");
                assertThat(olga.complaints()).isEmpty();
            }
        }
    }

    private Visitor organizer(Browser.NewContextOptions options) {
        return staff("organizer", options);
    }

    /** Two sections, 12.50 and 9 euros: three blocks of 4 rows of 10, and two of them. */
    private static void fillIn(Visitor olga, String name) {
        var page = olga.page();
        page.getByLabel("Name", exactly()).fill(name);
        page.getByLabel("Venue").fill("The test hall");
        page.getByLabel("Begins").fill(local(10));
        page.getByLabel("On sale from").fill(local(-1));
        page.getByLabel("On sale until").fill(local(9));
        olga.press("Add a section");
        section(olga, 0, "Stalls", "12,50", "3");
        section(olga, 1, "Circle", "9", "2");
    }

    private static void section(Visitor olga, int index, String name, String price, String blocks) {
        var row = olga.page().locator(".section-row").nth(index);
        row.getByLabel("Section").fill(name);
        row.getByLabel("Price of a seat").fill(price);
        row.getByLabel("Blocks").fill(blocks);
        row.getByLabel("Rows a block").fill("4");
        row.getByLabel("Seats a row").fill(String.valueOf(PER_ROW));
    }

    /** @return its id; its organizer looks at it */
    private static UUID made(Visitor olga, String name) {
        olga.open("#/organize/new");
        fillIn(olga, name);
        olga.press("Publish");
        awaitPill(olga, "On sale");
        return opened(olga);
    }

    private static UUID opened(Visitor olga) {
        var address = olga.page().url();
        return UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    }

    private static String wrong(Visitor olga, String label, int nth) {
        var control = olga.page().getByLabel(label, exactly()).nth(nth);
        assertThat(control.getAttribute("aria-invalid")).as(label).isEqualTo("true");
        return olga.page().locator("#" + control.getAttribute("id") + "-wrong").innerText();
    }

    private static void awaitFigure(Visitor olga, String name, String value) {
        var figure = olga.page().locator(".figures div").filter(
                new Locator.FilterOptions().setHas(olga.page().locator("dt").getByText(name,
                        new Locator.GetByTextOptions().setExact(true))))
                .locator("dd");
        olga.page().waitForCondition(() -> figure.count() == 1 && figure.innerText().equals(value));
    }

    private static Locator card(Visitor olga, String name) {
        return olga.page().locator(".card").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator dialog(Visitor olga) {
        return olga.page().locator("dialog[open]");
    }

    private static Locator link(Visitor olga, String words) {
        return olga.page().locator("#main")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(words)).first();
    }

    private static Locator button(Visitor olga, String words) {
        return olga.page().getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(words).setExact(true));
    }

    private static String pill(Visitor olga) {
        return olga.page().locator(".facts .pill").innerText();
    }

    private static void awaitPill(Visitor olga, String words) {
        olga.page().locator(".facts .pill").getByText(words, new Locator.GetByTextOptions().setExact(true)).waitFor();
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    /** In so many days, as a control takes it: the browser's zone is this machine's. */
    private static String local(int days) {
        return LocalDateTime.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
