package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Signing in and out as people do it: the page, the provider's form, and back. */
@RequiresTool("chromium")
class SignInPageTest extends BrowserTest {

    @Test
    void shouldSignInBookAndSignOut() {
        var alice = stranger(0);
        alice.openEvent(demoEvent(), 11);
        assertThat(alice.page().locator(".link").innerText()).as("who looks needs no account").isEqualTo("Live");

        signIn(alice, "alice");
        assertThat(alice.page().locator(".account strong").innerText()).isEqualTo("Alice Buyer");
        assertThat(alice.page().url()).as("neither code nor state stays in the address").doesNotContain("code=",
                "state=");
        alice.page().waitForCondition(() -> alice.page().locator("canvas.seats[data-version]").count() == 11);
        alice.askForBest(1, "Balcony", "5");
        assertThat(alice.outcome("HELD")).contains("Held until");
        alice.openBookings();
        assertThat(alice.card("HELD")).contains("Opening Night");

        alice.press("Sign out");
        alice.page().waitForURL(system.api(0) + "**");
        alice.page().locator("header").getByText("Sign in").waitFor();
        alice.page().getByText("My bookings").first().click();
        alice.page().locator(".empty").getByText("Sign in").first().waitFor();
        assertThat(alice.page().locator(".card").count()).isZero();

        signIn(alice, "bob");
        assertThat(alice.page().locator(".account strong").innerText()).isEqualTo("Bob Buyer");
        alice.page().getByText("My bookings").first().click();
        // Other tests book as bob, but not of this event.
        alice.page().locator("main .empty, main .card").first().waitFor();
        assertThat(alice.page().getByText("Opening Night").count()).as("what Alice holds").isZero();
        assertThat(alice.complaints()).isEmpty();
    }

    @Test
    void shouldLeadToTheFormWhoWantsSeatsAndKeepTheChoice() {
        var anna = stranger(1);
        anna.openEvent(demoEvent(), 11);
        anna.page().getByLabel("Tickets").selectOption("3");

        anna.press("Hold the best seats");
        fillIn(anna, "alice", password());

        anna.page().locator(".account strong").waitFor();
        anna.page().waitForCondition(() -> anna.page().getByLabel("Tickets").inputValue().equals("3"));
        assertThat(anna.complaints()).isEmpty();
    }

    @Test
    void shouldTellAnOrganizerThatTheyAreNoBuyer() {
        var olga = stranger(0);
        olga.openEvent(demoEvent(), 11);
        signIn(olga, "olga");
        assertThat(olga.page().locator(".account .pill").innerText()).isEqualToIgnoringCase("organizer");

        olga.press("Hold the best seats");

        assertThat(olga.outcome("failed")).contains("does not have the role buyer");
    }

    @Test
    void shouldRefuseAWrongPasswordAndSayWhy() {
        var anna = stranger(0);
        anna.open("");
        anna.press("Sign in");
        fillIn(anna, "alice", "wrong");
        assertThat(anna.page().locator("[role='alert']").innerText()).isNotBlank();
    }

    private static UUID demoEvent() {
        return UUID.fromString(system.endpoints().demoEventId());
    }
}
