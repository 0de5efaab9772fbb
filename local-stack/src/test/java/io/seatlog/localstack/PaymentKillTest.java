package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.Signal;
import io.seatlog.localstack.load.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 between any two steps of a payment. The simulated provider holds ten payments open in each step, then a process
 * is killed and started again, and the calls go on. Whichever it was: in the end the money is where the seats are.
 */
class PaymentKillTest {
    private static final int EACH = 10;
    private static final Duration BALANCED_WITHIN = Duration.ofMinutes(4);
    /** All held calls at once, on either instance. */
    private static final Map<String, String> THREADS = Map.of("SEATLOG_PAYMENT_THREADS", "64");

    @TempDir
    static Path folder;

    private static @Nullable RunningSystem running;
    private final RunningSystem system = Objects.requireNonNull(running);
    private final Shop shop = new Shop(system);

    /** Where a payment is held open. */
    private enum Step {
        BEFORE_AUTHORIZE("authorize", "hold-before"), AFTER_AUTHORIZE("authorize", "hold-after"), BEFORE_CAPTURE(
                "capture", "hold-before"), AFTER_CAPTURE("capture",
                        "hold-after"), BEFORE_VOID("void", "hold-before"), AFTER_VOID("void", "hold-after");

        private final String operation;
        private final String effect;

        Step(String operation, String effect) {
            this.operation = operation;
            this.effect = effect;
        }

        boolean voids() {
            return operation.equals("void");
        }
    }

    @FunctionalInterface
    private interface Blow {
        /** Kills a process, and starts it again. */
        void strike() throws Exception;
    }

    @BeforeAll
    static void start() {
        running = RunningSystem.start(folder.resolve("data"), THREADS, "--ticketing", "2", "--reservation", "2");
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(running).close();
    }

    @AfterEach
    void close() throws Exception {
        shop.calmProvider();
        shop.close();
    }

    @Test
    void shouldSurviveTheDeathOfTheApi() throws Exception {
        killBetweenSteps(() -> {
            Signal.KILL.sendTo(system.endpoints().ticketing().get(0).pid());
            Thread.sleep(500);
            system.replaceTicketing(0, THREADS);
        });
    }

    @Test
    void shouldSurviveTheDeathOfADecider() throws Exception {
        killBetweenSteps(() -> {
            Signal.KILL.sendTo(system.endpoints().reservation().get(0).pid());
            system.launchReservation("reservation-replaced");
        });
    }

    @Test
    void shouldSurviveTheDeathOfTheBroker() throws Exception {
        killBetweenSteps(() -> {
            Signal.KILL.sendTo(system.endpoints().kafka().pid());
            shop.releaseHeldCalls();
            Thread.sleep(3_000);
            system.broker().start();
        });
    }

    @Test
    void shouldSurviveTheDeathOfTheDatabase() throws Exception {
        killBetweenSteps(() -> {
            Signal.KILL.sendTo(system.endpoints().postgres().pid());
            shop.releaseHeldCalls();
            Thread.sleep(3_000);
            system.postgres().start();
        });
    }

    private void killBetweenSteps(Blow blow) throws Exception {
        var event = shop.event(Step.values().length, 3_600, "\"maxTicketsPerBuyer\":1,");
        var bookings = new EnumMap<Step, Map<String, UUID>>(Step.class);
        for (var step : Step.values()) {
            bookings.put(step, begin(event, step));
        }
        awaitHeld(EACH * Step.values().length);

        blow.strike();
        shop.releaseHeldCalls();

        assertThat(new Money(system.endpoints().target(), shop.provider()).findings(BALANCED_WITHIN)).isEmpty();
        for (var step : Step.values()) {
            for (var booking : Objects.requireNonNull(bookings.get(step)).entrySet()) {
                shop.awaitBooking(booking.getValue(), booking.getKey(), step.voids() ? "CANCELLED" : "CONFIRMED");
            }
        }
        shop.requireBalance(event);
    }

    /** Ten holds of ten buyers, whose payments are held in this step. */
    private Map<String, UUID> begin(UUID event, Step step) throws Exception {
        var bookings = new HashMap<String, UUID>();
        var payments = new ArrayList<Thread>();
        for (int i = 1; i <= EACH; i++) {
            var buyer = step.name().toLowerCase(Locale.ROOT) + "-" + i + "-" + event.toString().substring(0, 13);
            var booking = shop.holdIn(event, Integer.toString(step.ordinal() + 1), buyer, "1-" + i);
            bookings.put(buyer, booking);
            shop.rule(step.operation, step.effect, ",\"bookingId\":\"" + booking + "\"");
            payments.add(Thread.ofVirtual().start(() -> pay(step, booking, buyer)));
        }
        for (var payment : payments) {
            payment.join();
        }
        return bookings;
    }

    private void pay(Step step, UUID booking, String buyer) {
        try {
            var method = step.voids() ? "pm_card_threeDSecure2Required" : "pm_card_visa";
            // The held calls of the test before were slow ones: the circuit may be open for some seconds.
            for (int tries = 0; shop.pay(booking, buyer, method).statusCode() == 503 && tries < 60; tries++) {
                Thread.sleep(500);
            }
            if (step.voids()) {
                shop.cancel(booking, buyer);
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void awaitHeld(int calls) throws Exception {
        for (int look = 0; look < 600 && shop.heldCalls().size() < calls; look++) {
            Thread.sleep(100);
        }
        assertThat(shop.heldCalls()).hasSize(calls);
    }
}
