package io.seatlog.embedded.provider;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A provider of each test's own, without webhooks, and a merchant of it. */
abstract class RunningProvider {
    static final String WEBHOOK_SECRET = "whsec_of_tests";

    @TempDir
    Path folder;
    SimulatedProvider provider;
    Merchant merchant;

    @BeforeEach
    void start() {
        provider = SimulatedProvider.start(folder, 0, Merchant.KEY, WEBHOOK_SECRET, null);
        merchant = new Merchant(provider);
    }

    @AfterEach
    void stop() {
        provider.close();
    }
}
