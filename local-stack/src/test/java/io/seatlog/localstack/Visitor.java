package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.seatlog.localstack.load.Tokens;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One person in front of the page: a browser context of its own, hence a buyer of its own. Does and sees only what a
 * person does and sees: seats are pointed at where they are drawn, and read from the line below the hall.
 */
final class Visitor implements AutoCloseable {

    private static final double TIMEOUT_MILLIS = 60_000;
    private static final long LOOKS = 600;
    /** Where the seats begin, right of the row numbers. */
    private static final int GUTTER = 24;
    private final URI site;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Somebody who looks and has not signed in. */
    static Visitor signedOut(Browser browser, URI site, Browser.NewContextOptions options) {
        return new Visitor(browser, site, options);
    }

    /** A buyer who has signed in before, with a session as the page keeps it. */
    static Visitor signedIn(Browser browser, URI site, Tokens tokens, Browser.NewContextOptions options) {
        return signedIn(browser, site, tokens, "buyer", options);
    }

    /** The same with other roles. @param roles with spaces between */
    static Visitor signedIn(Browser browser, URI site, Tokens tokens, String roles,
            Browser.NewContextOptions options) {
        Visitor visitor = new Visitor(browser, site, options);
        String name = "visitor-" + UUID.randomUUID();
        visitor.context.addInitScript("""
                if (location.origin === '%s' && !sessionStorage.getItem('seatlog.session')) {
                  sessionStorage.setItem('seatlog.session',
                      JSON.stringify({ accessToken: '%s', name: '%s', expiresAt: Date.now() + 50 * 60_000 }));
                }""".formatted(site, tokens.token(name, roles), name));
        return visitor;
    }

    private Visitor(Browser browser, URI site, Browser.NewContextOptions options) {
        this.site = site;
        context = browser.newContext(options);
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // The page never reads pixels back; tests that wait for a seat's colour do.
            boolean ours = message.text().contains("Multiple readback operations using getImageData");
            if (!message.type().equals("log") && !ours && !isOfAnotherSite(message)) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static Browser chromium(Playwright playwright) {
        var executable = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)).flatMap(Stream::ofNullable)
                .filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable).findFirst().orElseThrow();
        return playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable)
                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    /** Such as the bank's page, which has no icon. */
    private boolean isOfAnotherSite(ConsoleMessage message) {
        return message.location().startsWith("http") && !message.location().startsWith(site.toString());
    }

    Page page() {
        return page;
    }

    /** Everything the browser complained about: errors, warnings, refusals of the content security policy. */
    List<String> complaints() {
        return complaints;
    }

    void open(String place) {
        page.navigate(site.resolve("/").toString() + place);
    }

    /** Returns when all its maps are shown. */
    void openEvent(UUID event, int blocks) {
        open("#/events/" + event);
        page.waitForCondition(() -> page.locator("canvas.seats[data-version]").count() == blocks);
    }

    void askForBest(int quantity, String section, String block) {
        page.getByLabel("Tickets").selectOption(String.valueOf(quantity));
        page.getByLabel("Section", new Page.GetByLabelOptions().setExact(true)).selectOption(section);
        page.getByLabel("Block", new Page.GetByLabelOptions().setExact(true)).selectOption(block);
        press("Hold the best seats");
    }

    void press(String button) {
        page.getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(button)).first().click();
    }

    /** Waits until the panel says so, for example {@code HELD}, and returns its words. */
    String outcome(String phase) {
        var outcome = page.locator(".outcome[data-phase='" + phase + "']");
        outcome.waitFor();
        return outcome.innerText();
    }

    /** Pays with the card of this name, in the panel or for the first booking of the list. */
    void pay(String card) {
        choose(card);
        payButton().click();
    }

    void choose(String card) {
        page.locator(".pay select").first().selectOption(new SelectOption().setLabel(card));
    }

    Locator payButton() {
        return page.locator(".pay button").first();
    }

    /** Waits until a payment stands so, for example {@code DECLINED}, and returns what the page says of it. */
    String payment(String status) {
        var payment = page.locator(".payment[data-status='" + status + "']").first();
        payment.waitFor();
        return payment.innerText();
    }

    /** Goes to the bank's page, answers there, and is sent back. @param answer Approve or Refuse */
    void answerTheBank(String answer) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go to your bank")).click();
        page.getByText("Approve this payment?").waitFor();
        press(answer);
        page.waitForURL(Pattern.compile("^" + Pattern.quote(site.toString()) + ".*"));
    }

    void openBookings() {
        page.getByText("My bookings").first().click();
        page.locator(".card").first().waitFor();
    }

    /** Waits until a booking of the list is so, for example {@code CONFIRMED}, and returns its words. */
    String card(String status) {
        var card = page.locator(".card[data-status='" + status + "']").first();
        card.waitFor();
        return card.innerText();
    }

    Locator map(String section, String block) {
        return page.locator("canvas[data-section='" + section + "'][data-subsection='" + block + "']");
    }

    void click(String section, String block, int row, int seat, int seatsPerRow) {
        var map = map(section, block);
        map.scrollIntoViewIfNeeded();
        map.click(new Locator.ClickOptions().setPosition(x(map, seat, seatsPerRow), y(map, row, seatsPerRow)));
    }

    /** What the page says of a seat that is pointed at. */
    String look(String section, String block, int row, int seat, int seatsPerRow) {
        var map = map(section, block);
        map.scrollIntoViewIfNeeded();
        page.mouse().move(0, 0);
        map.hover(new Locator.HoverOptions().setPosition(x(map, seat, seatsPerRow), y(map, row, seatsPerRow)));
        return page.locator(".readout").innerText();
    }

    /** Keeps looking until the seat is what it should be. */
    void awaitSeat(String section, String block, int row, int seat, int seatsPerRow, String state) {
        var seen = "";
        for (int looks = 0; looks < LOOKS && !seen.contains(", " + state + ","); looks++) {
            seen = look(section, block, row, seat, seatsPerRow);
            page.waitForTimeout(50);
        }
        assertThat(seen).contains("row " + row + ", seat " + seat + ", " + state + ",");
    }

    /** Waits for words on the page; those for screen readers do not count. */
    void see(String words) {
        page.locator("#main").getByText(words).waitFor();
    }

    /** What a screen reader was told last. */
    void awaitAnnounced(String words) {
        page.waitForCondition(() -> page.locator("#live").innerText().contains(words));
    }

    /** Nothing serious for those who cannot see or point, and nothing wider than the window. */
    void assertAccessible(String view) {
        var serious = new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes().getFirst().getHtml())
                .toList();
        assertThat(serious).as(view).isEmpty();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")).as(view).isEqualTo(true);
    }

    /** The bodies that this page posted: of bookings and payments. */
    List<String> posted() {
        var bodies = new CopyOnWriteArrayList<String>();
        page.onRequest((Request request) -> {
            if (request.method().equals("POST")) {
                bodies.add(request.postData());
            }
        });
        return bodies;
    }

    private static double x(Locator map, int seat, int seatsPerRow) {
        return GUTTER + (seat - 0.5) * pitch(map, seatsPerRow);
    }

    private static double y(Locator map, int row, int seatsPerRow) {
        return (row - 0.5) * pitch(map, seatsPerRow);
    }

    private static double pitch(Locator map, int seatsPerRow) {
        return (map.boundingBox().width - GUTTER) / seatsPerRow;
    }

    @Override
    public void close() {
        context.close();
    }
}
