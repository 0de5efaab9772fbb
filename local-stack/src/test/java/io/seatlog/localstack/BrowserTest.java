package io.seatlog.localstack;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** What tests of the page have in common: the shared system, a browser, and visitors who leave at the end of each test. */
abstract class BrowserTest {

    private static final String LANGUAGE = "en-US";
    static RunningSystem system;
    private static Playwright playwright;
    private static Browser browser;
    private final List<Visitor> visitors = new ArrayList<>();

    @BeforeAll
    static void openBrowser() {
        system = RunningSystem.shared();
        playwright = Visitor.playwright();
        browser = Visitor.chromium(playwright);
    }

    @AfterAll
    static void closeBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @AfterEach
    void leave() {
        visitors.forEach(Visitor::close);
    }

    /** A buyer of their own, signed in, in front of this instance. */
    Visitor visitor(int instance, Browser.NewContextOptions options) {
        return present(Visitor.signedIn(browser, system.api(instance), system.endpoints().tokens(),
                options.setLocale(LANGUAGE)));
    }

    /** Somebody of their own with this role, signed in, in front of the first instance. */
    Visitor staff(String role, Browser.NewContextOptions options) {
        return present(Visitor.signedIn(browser, system.api(0), system.endpoints().tokens(), role,
                options.setLocale(LANGUAGE)));
    }

    /** Somebody who has not signed in. */
    Visitor stranger(int instance) {
        return present(Visitor.signedOut(browser, system.api(instance),
                new Browser.NewContextOptions().setLocale(LANGUAGE)));
    }

    /** Through the provider's form and back, as one of the accounts of a new system. */
    static void signIn(Visitor visitor, String name) {
        visitor.press("Sign in");
        fillIn(visitor, name, password());
        visitor.page().locator(".account strong").waitFor();
    }

    /** Of all accounts of a new system. */
    static String password() {
        return Objects.requireNonNull(new DataFolder(system.data()).credentials().demoPassword());
    }

    static void fillIn(Visitor visitor, String name, String password) {
        visitor.page().getByLabel("Name").fill(name);
        visitor.page().getByLabel("Password").fill(password);
        visitor.press("Sign in");
    }

    private Visitor present(Visitor visitor) {
        visitors.add(visitor);
        return visitor;
    }
}
