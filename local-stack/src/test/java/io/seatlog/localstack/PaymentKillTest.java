package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.EmbeddedServer;
import io.seatlog.embedded.Signal;
import io.seatlog.localstack.load.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 between any two steps of a payment. The simulated provider holds ten payments open in each step, then a process
 * is killed and started again, and the calls go on; {@code -Dseatlog.payment.kills=10} does that ten times to each process.
 * Whichever it was: in the end the money is where the seats are.
 */
class PaymentKillTest {
    private static final int KILLS = Integer.getInteger("seatlog.payment.kills", 1);
    private static final int EACH = 10;
    private static final Duration BALANCED_WITHIN = Duration.ofMinutes(4);
    private static final String ORGANIZER = "load-organizer";
    /** All held calls at once, on either instance, and none is given up while others are brought to their step. */
    private static final Map<String, String> PATIENT = Map.of("SEATLOG_PAYMENT_THREADS", "256",
            "SEATLOG_PAYMENT_READ_TIMEOUT", "60s");

    @TempDir
    static Path folder;

    private static @Nullable RunningSystem running;
    private final RunningSystem system = Objects.requireNonNull(running);
    private final Shop shop = new Shop(system);

    /** Where a payment is held open. */
    private enum Step {
        BEFORE_AUTHORIZE("authorize", "hold-before"),
        AFTER_AUTHORIZE("authorize", "hold-after"),
        BEFORE_CAPTURE("capture", "hold-before"),
        AFTER_CAPTURE("capture", "hold-after"),
        BEFORE_VOID("void", "hold-before"),
        AFTER_VOID("void", "hold-after"),
        BEFORE_REFUND("refund", "hold-before"),
        AFTER_REFUND("refund", "hold-after");

        private final String operation;
        private final String effect;

        Step(String operation, String effect) {
            this.operation = operation;
            this.effect = effect;
        }

        boolean voids() {
            return operation.equals("void");
        }

        boolean refunds() {
            return operation.equals("refund");
        }
    }

    @FunctionalInterface
    private interface Blow {
        /** Kills this process, and starts it again. @return the new one's pid */
        long strike(long pid) throws Exception;
    }

    @BeforeAll
    static void start() {
        running = RunningSystem.start(folder.resolve("data"), PATIENT, "--ticketing", "2", "--reservation", "2");
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
        killBetweenSteps(system.endpoints().ticketing().get(0).pid(), pid -> {
            Signal.KILL.sendTo(pid);
            Thread.sleep(500);
            return system.replaceTicketing(0, PATIENT).pid();
        });
    }

    @Test
    void shouldSurviveTheDeathOfADecider() throws Exception {
        killBetweenSteps(system.endpoints().reservation().get(0).pid(), pid -> {
            Signal.KILL.sendTo(pid);
            return system.launchReservation("reservation-after-" + pid).pid();
        });
    }

    @Test
    void shouldSurviveTheDeathOfTheBroker() throws Exception {
        killBetweenSteps(system.endpoints().kafka().pid(), pid -> revive(pid, system.broker()));
    }

    @Test
    void shouldSurviveTheDeathOfTheDatabase() throws Exception {
        killBetweenSteps(system.endpoints().postgres().pid(), pid -> revive(pid, system.postgres()));
    }

    @Test
    void shouldSurviveTheDeathOfTheMapStore() throws Exception {
        killBetweenSteps(system.endpoints().kvrocks().pid(), pid -> revive(pid, system.mapStore()));
    }

    /** The held calls go on while the server is away. */
    private long revive(long pid, EmbeddedServer server) throws Exception {
        Signal.KILL.sendTo(pid);
        shop.calmProvider();
        shop.releaseHeldCalls();
        Thread.sleep(3_000);
        server.start();
        return server.pid();
    }

    private void killBetweenSteps(long pid, Blow blow) throws Exception {
        long victim = pid;
        for (int kill = 1; kill <= KILLS; kill++) {
            victim = killOnce(victim, blow);
            System.out.printf("kill %d of %d: %d payments balanced%n", kill, KILLS, EACH * Step.values().length);
        }
    }

    private long killOnce(long pid, Blow blow) throws Exception {
        var event = shop.event(Step.values().length, 3_600, "\"maxTicketsPerBuyer\":1,");
        var bookings = new ConcurrentHashMap<Step, Map<String, UUID>>();
        var payments = new ArrayList<Future<?>>();
        try (var buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var step : Step.values()) {
                bookings.put(step, new ConcurrentHashMap<>());
                for (int i = 1; i <= EACH; i++) {
                    var seat = "1-" + i;
                    payments.add(buyers.submit(() -> {
                        begin(event, step, seat, Objects.requireNonNull(bookings.get(step)));
                        return null;
                    }));
                }
            }
        }
        for (var payment : payments) {
            payment.get();
        }
        awaitHeld(EACH * Step.values().length);

        long next = blow.strike(pid);
        shop.calmProvider();
        shop.releaseHeldCalls();

        assertThat(new Money(system.endpoints().target(), shop.provider()).findings(BALANCED_WITHIN)).isEmpty();
        for (var step : Step.values()) {
            boolean cancelled = step.voids() || step.refunds();
            for (var booking : Objects.requireNonNull(bookings.get(step)).entrySet()) {
                shop.awaitBooking(booking.getValue(), booking.getKey(), cancelled ? "CANCELLED" : "CONFIRMED");
            }
        }
        shop.requireBalance(event);
        return next;
    }

    /**
     * One hold, whose payment is held in this step. All are begun at once: a call that was held for longer than a minute counts as
     * unanswered, and too many of those open the circuit.
     */
    private void begin(UUID event, Step step, String seat, Map<String, UUID> bookings) throws Exception {
        var buyer = step.name().toLowerCase(Locale.ROOT) + "-" + seat + "-" + event.toString().substring(0, 13);
        var booking = shop.holdIn(event, Integer.toString(step.ordinal() + 1), buyer, seat);
        bookings.put(buyer, booking);
        shop.rule(step.operation, step.effect, ",\"times\":1000,\"bookingId\":\"" + booking + "\"");
        var method = step.voids() ? "pm_card_threeDSecure2Required" : "pm_card_visa";
        assertThat(shop.pay(booking, buyer, method).statusCode()).isEqualTo(202);
        if (step.voids()) {
            shop.awaitPayment(booking, buyer, "ACTION_REQUIRED"); // Nothing is voided that was never asked for.
            assertThat(shop.cancel(booking, buyer).statusCode()).isEqualTo(202);
        }
        if (step.refunds()) {
            shop.awaitPayment(booking, buyer, "CAPTURED");
            assertThat(shop.cancel(booking, ORGANIZER).statusCode()).isEqualTo(202);
        }
    }

    /** A payment whose lease ends is asked about by the other instance, too: that call is held as well. */
    private void awaitHeld(int payments) throws Exception {
        var held = heldBookings();
        for (int look = 0; look < 1_800 && held.size() < payments; look++) {
            Thread.sleep(100);
            held = heldBookings();
        }
        assertThat(held).hasSize(payments);
    }

    private Set<String> heldBookings() throws Exception {
        return StreamSupport.stream(shop.heldCalls().spliterator(), false)
                .map(call -> call.path("bookingId").asString()).collect(Collectors.toSet());
    }
}
