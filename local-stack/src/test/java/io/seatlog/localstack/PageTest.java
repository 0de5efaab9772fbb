package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The page in headless Chromium, on the whole system; visitors sit at different instances. */
@RequiresTool("chromium")
class PageTest extends BrowserTest {

    private static final int PER_ROW = 25;
    private static final int BLOCKS = 10;

    @Test
    void shouldListSearchAndOpenTheDemoEvent() {
        var anna = visitor(0);

        anna.open("");
        anna.page().getByLabel("Search events").fill("no such event anywhere");
        anna.page().getByText("No event matches").waitFor();
        anna.page().getByLabel("Search events").fill("opening");
        anna.page().getByText("Opening Night").click();
        anna.page().locator("canvas.seats[data-version]").first().waitFor();

        assertThat(anna.page().locator("h1").innerText()).isEqualTo("Opening Night");
        assertThat(anna.page().title()).startsWith("Opening Night");
        assertThat(anna.page().locator(".link").innerText()).isEqualTo("Live");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldHoldTheBestSeatsAndLetOthersSeeThemMove() {
        var event = newEvent("Best seats");
        var anna = visitor(0);
        var ben = visitor(1);
        anna.openEvent(event, BLOCKS);
        ben.openEvent(event, BLOCKS);
        assertThat(ben.look("A", "2", 1, 13, PER_ROW)).contains("row 1, seat 13, free");

        anna.askForBest(3, "A", "2");
        assertThat(anna.outcome("HELD")).contains("Block A 2: row 1, seats 12 to 14.", "€267.00", "Held until");

        ben.awaitSeat("A", "2", 1, 13, PER_ROW, "held");
        ben.page().getByText("497 free").waitFor();
        anna.awaitSeat("A", "2", 1, 13, PER_ROW, "yours");

        anna.press("Give the seats back");
        assertThat(anna.outcome("CANCELLED")).contains("You cancelled it.");
        ben.awaitSeat("A", "2", 1, 13, PER_ROW, "free");
        assertThat(anna.complaints()).isEmpty();
        assertThat(ben.complaints()).isEmpty();
    }

    @Test
    void shouldCountAHoldDownAndGiveTheSeatsBack() {
        var event = newEvent("Short hold", 7);
        var anna = visitor(0);
        var ben = visitor(1);
        ben.openEvent(event, BLOCKS);
        anna.openEvent(event, BLOCKS);

        anna.askForBest(2, "A", "1");
        anna.outcome("HELD");
        var left = anna.page().locator(".countdown strong");
        var first = left.innerText();
        assertThat(first).matches("0:0[1-7]");
        anna.page().waitForCondition(() -> !left.innerText().equals(first));
        ben.awaitSeat("A", "1", 1, 13, PER_ROW, "held");

        assertThat(anna.outcome("EXPIRED")).contains("Its time was over");
        ben.awaitSeat("A", "1", 1, 13, PER_ROW, "free");
        anna.page().getByText("My bookings").click();
        anna.page().locator(".card[data-status='EXPIRED']").waitFor();
        assertThat(anna.complaints()).isEmpty();
        assertThat(ben.complaints()).isEmpty();
    }

    @Test
    void shouldBookTheSeatsThatWereClickedAndListThem() {
        var event = newEvent("Clicked seats");
        var anna = visitor(0);
        anna.openEvent(event, BLOCKS);

        anna.click("B", "3", 7, 10, PER_ROW);
        anna.click("B", "3", 7, 11, PER_ROW);
        anna.click("B", "3", 7, 12, PER_ROW);
        anna.click("B", "3", 7, 12, PER_ROW);
        assertThat(anna.page().locator(".choice").innerText()).contains("2 seats, €90.00", "row 7, seats 10 and 11");
        anna.press("Hold these seats");

        assertThat(anna.outcome("HELD")).contains("Block B 3: row 7, seats 10 and 11.");
        anna.page().getByText("My bookings").click();
        anna.page().locator(".card[data-status='HELD']").waitFor();
        assertThat(anna.page().locator(".card").innerText()).contains("Clicked seats", "row 7, seats 10 and 11");
        anna.press("Cancel");
        anna.page().locator(".card[data-status='CANCELLED']").waitFor();
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        var event = newEvent("Keyboard");
        var anna = visitor(0);
        anna.openEvent(event, BLOCKS);
        var keyboard = anna.page().keyboard();

        anna.map("A", "1").focus();
        anna.awaitAnnounced("row 1, seat 1, free");
        for (var key : List.of("ArrowDown", "ArrowDown", "End", "ArrowLeft")) {
            keyboard.press(key);
        }
        anna.awaitAnnounced("row 3, seat 24, free");
        keyboard.press("Space");
        anna.awaitAnnounced("row 3, seat 24, chosen by you. 1 seat chosen.");
        keyboard.press("n");
        keyboard.press("Enter");
        anna.awaitAnnounced("2 seats chosen.");
        for (int tabs = 0; tabs < 30 && !focused(anna).equals("Hold these seats"); tabs++) {
            keyboard.press("Tab");
        }
        assertThat(focused(anna)).isEqualTo("Hold these seats");
        keyboard.press("Enter");

        assertThat(anna.outcome("HELD")).contains("Block A 1: row 3, seats 24 and 25.");
        anna.awaitAnnounced("Held for you. Block A 1");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldSayWhyABookingWasRejected() {
        var event = newEvent("Rejected");
        var anna = visitor(0);
        anna.openEvent(event, BLOCKS);
        anna.page().route("**/api/bookings", route -> {
            // Somebody is faster by a moment: the seat is gone before the page can know.
            book(event, "quick-one", "A", "1", "\"selection\":\"MANUAL\",\"seats\":[\"5-5\"]");
            route.resume();
        });

        anna.click("A", "1", 5, 5, PER_ROW);
        anna.press("Hold these seats");

        assertThat(anna.outcome("REJECTED")).contains("Somebody in front of you took one of these seats.");
        anna.awaitSeat("A", "1", 5, 5, PER_ROW, "held");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldRepeatTheSameRequestWhenItsAnswerIsLost() {
        var event = newEvent("Lost answer");
        var anna = visitor(0);
        anna.openEvent(event, BLOCKS);
        var posted = anna.posted();
        var attempts = new AtomicInteger();
        anna.page().route("**/api/bookings", route -> {
            if (attempts.incrementAndGet() == 1) {
                assertThat(route.fetch().status()).isEqualTo(202);
                route.abort();
            } else {
                route.resume();
            }
        });

        anna.askForBest(2, "A", "1");

        assertThat(anna.outcome("HELD")).contains("row 1, seats 12 and 13");
        assertThat(posted).hasSize(2);
        assertThat(Set.copyOf(posted)).hasSize(1);
        anna.page().unroute("**/api/bookings");
        anna.page().getByText("My bookings").click();
        anna.page().locator(".card[data-status='HELD']").waitFor();
        assertThat(anna.page().locator(".card").count()).isEqualTo(1);
    }

    @Test
    void shouldWorkWhereNoStreamComesThrough() {
        var event = newEvent("No streams");
        var anna = visitor(0);
        anna.page().route("**/api/**/stream*", Route::abort);
        anna.openEvent(event, BLOCKS);

        anna.askForBest(2, "B", "1");

        assertThat(anna.outcome("HELD")).contains("Block B 1");
        anna.page().getByText("498 free").waitFor();
    }

    @Test
    void shouldGoOnAfterAReload() {
        var event = newEvent("Reloaded");
        var anna = visitor(0);
        anna.openEvent(event, BLOCKS);
        anna.askForBest(2, "B", "2");
        anna.outcome("HELD");

        anna.page().reload();

        anna.awaitSeat("B", "2", 1, 13, PER_ROW, "yours");
        assertThat(anna.complaints()).isEmpty();
    }

    /** Frame times depend on the machine: they are printed, and not judged. */
    @Test
    void shouldDrawFiveThousandSeatsWhileTheyMove() throws Exception {
        var event = newEvent("Five thousand");
        var anna = visitor(0, new Browser.NewContextOptions().setViewportSize(1920, 2400));
        anna.openEvent(event, BLOCKS);
        assertThat(anna.page().evaluate("() => [...document.querySelectorAll('canvas.seats')]"
                + ".reduce((sum, canvas) => sum + canvas.seatMap.seats, 0)")).isEqualTo(5000);
        anna.page().waitForCondition(() -> drawn(anna) == BLOCKS);
        double still = redraw(anna);

        Object frames;
        try (var crowd = Executors.newSingleThreadExecutor()) {
            Future<?> booking = crowd.submit(() -> {
                for (int i = 0; i < 200; i++) {
                    book(event, "crowd-" + i, i % 2 == 0 ? "A" : "B", String.valueOf(1 + i % 4),
                            "\"selection\":\"BEST_AVAILABLE\",\"quantity\":4");
                }
            });
            frames = anna.page().evaluate(FRAMES);
            booking.get();
        }
        anna.page().getByText("4,200 seats free").waitFor();

        System.out.println("Seat map of 5,000 seats, 200 bookings of 4 meanwhile, software rendering: " + frames
                + "; one complete redraw " + still + " ms");
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldBeAccessibleInBothThemesAndOnAPhone() {
        var event = newEvent("Accessible");
        for (var theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[]{1280, 360}) {
                var anna = visitor(0,
                        new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(theme));
                anna.open("");
                anna.page().locator(".card").first().waitFor();
                anna.assertAccessible("list");
                anna.openEvent(event, BLOCKS);
                anna.askForBest(2, "A", "3");
                anna.outcome("HELD");
                anna.click("B", "1", 2, 2, PER_ROW);
                anna.assertAccessible("event");
                anna.page().getByText("My bookings").click();
                anna.page().locator(".card").first().waitFor();
                anna.assertAccessible("bookings");
                assertThat(anna.complaints()).isEmpty();
            }
        }
    }

    @Test
    void shouldSayThatAnEventDoesNotExist() {
        var anna = visitor(0);

        anna.open("#/events/" + UUID.randomUUID());

        anna.page().getByText("There is no such event").waitFor();
        assertThat(anna.page().getByText("Try again").isVisible()).isTrue();
    }

    private static String focused(Visitor visitor) {
        return (String) visitor.page().evaluate("() => document.activeElement.textContent");
    }

    /** Canvases that hold more colour than the row numbers could make. */
    private static int drawn(Visitor visitor) {
        return (Integer) visitor.page().evaluate("""
                () => [...document.querySelectorAll('canvas.seats')].filter((canvas) => {
                  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  let painted = 0;
                  for (let i = 3; i < data.length; i += 4) painted += data[i] > 0 ? 1 : 0;
                  return painted > data.length / 4 / 4;
                }).length""");
    }

    private static double redraw(Visitor visitor) {
        return ((Number) visitor.page().evaluate("""
                () => {
                  const start = performance.now();
                  for (const canvas of document.querySelectorAll('canvas.seats')) {
                    canvas.seatMap.whole = true;
                    canvas.seatMap.paint(start);
                  }
                  return Math.round((performance.now() - start) * 10) / 10;
                }""")).doubleValue();
    }

    private static final String FRAMES = """
            () => new Promise((resolve) => {
              const frames = [];
              let last = performance.now();
              const step = (now) => {
                frames.push(now - last);
                last = now;
                if (frames.length < 300) return requestAnimationFrame(step);
                frames.sort((a, b) => a - b);
                const at = (share) => Math.round(frames[Math.floor(frames.length * share)] * 10) / 10;
                return resolve(`300 frames, ms: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`);
              };
              requestAnimationFrame(step);
            })""";

    private Visitor visitor(int instance) {
        return visitor(instance, new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    /** Two sections of five blocks of 20 rows of 25. */
    private static UUID newEvent(String name) {
        return newEvent(name, 600);
    }

    private static UUID newEvent(String name, int holdSeconds) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var section = "{\"name\":\"%s\",\"priceMinor\":%d,\"subsections\":5,\"rows\":20,\"seatsPerRow\":25}";
        var answer = post("/api/events", "organizer",
                """
                        {"name":"%s","description":"For a test","venue":"Test hall","startsAt":"%s","onSaleAt":"%s","offSaleAt":"%s",
                         "currency":"EUR","maxTicketsPerBooking":6,"holdSeconds":%d,"sections":[%s,%s]}"""
                        .formatted(name,
                                now.plus(2, ChronoUnit.DAYS), now.minus(1, ChronoUnit.MINUTES),
                                now.plus(1, ChronoUnit.DAYS), holdSeconds,
                                section.formatted("A", 8900), section.formatted("B", 4500)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return UUID.fromString(Json.MAPPER.readTree(answer.body()).get("id").asString());
    }

    private static void book(UUID event, String buyer, String section, String block, String choice) {
        var answer = post("/api/bookings", buyer, "{\"eventId\":\"" + event + "\",\"section\":\"" + section
                + "\",\"subsection\":\"" + block + "\"," + choice + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static HttpResponse<String> post(String path, String buyer, String json) {
        URI uri = system.api(0).resolve(path);
        return Http.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json")
                .header("Authorization", system.endpoints().tokens().bearer(buyer))
                .POST(HttpRequest.BodyPublishers.ofString(json))).orElseThrow();
    }
}
