package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Outcome;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * The payment provider is dead for a while, then slow, in the middle of a sale. Bookings do not notice; payments are refused
 * clearly, or go on by themselves. With {@code -Dseatlog.outage.seconds=60} it is dead for a minute.
 */
class ProviderOutageTest {
    private static final int OUTAGE_SECONDS = Integer.getInteger("seatlog.outage.seconds", 8);
    private static final int CALM_SECONDS = 5;
    private static final int PER_SECOND = 60;
    private static final int MOST_TICKETS = 2;
    private static final int ROWS = 20;
    private static final int SEATS_A_ROW = 25;
    private static final int EVERY = 6;
    private static final int NO_ANSWER = 0;
    private final RunningSystem system = RunningSystem.shared();
    private final Shop shop = new Shop(system);
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    @Test
    void shouldSellOnAndPayLater() throws Exception {
        var target = system.endpoints().target();
        int bookings = PER_SECOND * (2 * CALM_SECONDS + 2 * OUTAGE_SECONDS);
        int subsections = 8 + bookings * MOST_TICKETS / (ROWS * SEATS_A_ROW); // None sells out.
        try (var buyers = new Buyers(target.tokens()); var tape = new OutcomeTape(target)) {
            var event = buyers.makeEvent(system.api(0), subsections, ROWS, SEATS_A_ROW);
            var run = new LoadRun(target, buyers,
                    new LoadRun.Shape(event, subsections, bookings, PER_SECOND, MOST_TICKETS, 23));
            var sending = Thread.ofVirtual().start(() -> send(run));
            var paying = new ArrayList<Thread>();
            var paid = new HashSet<UUID>();
            var phases = new ArrayList<>(List.of(System.currentTimeMillis()));

            payFor(CALM_SECONDS, run, tape, paid, paying);
            shop.provider("\"down\":true");
            phases.add(System.currentTimeMillis());
            payFor(OUTAGE_SECONDS, run, tape, paid, paying);
            shop.provider("\"down\":false,\"latencyMillis\":3000");
            phases.add(System.currentTimeMillis());
            payFor(OUTAGE_SECONDS, run, tape, paid, paying);
            shop.provider("\"latencyMillis\":0");
            phases.add(System.currentTimeMillis());
            sending.join();
            for (var payer : paying) {
                payer.join();
            }

            assertThat(run.awaitDecisions(tape, Duration.ofMinutes(2))).isZero();
            assertThat(run.accepted()).hasSize(bookings);
            for (var id : paid) {
                shop.awaitBooking(id, Objects.requireNonNull(run.accepted().get(id)).buyer(), "CONFIRMED");
            }
            shop.requireBalance(event);
            assertThat(new Audit(target).decisions(run.accepted().keySet(), tape)).isEmpty();
            print(run, tape, phases, paid.size());
        } finally {
            shop.calmProvider();
            shop.close();
        }
    }

    /** Every sixth buyer pays as soon as the seats are held, and tries again until that was accepted. */
    private void payFor(int seconds, LoadRun run, OutcomeTape tape, HashSet<UUID> paid, List<Thread> paying)
            throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < until) {
            for (var wish : List.copyOf(run.accepted().values())) {
                boolean pays = Math.floorMod(wish.id().hashCode(), EVERY) == 0
                        && tape.outcomes(wish.id()).stream().anyMatch(Outcome.SeatsHeld.class::isInstance);
                if (pays && paid.add(wish.id())) {
                    paying.add(Thread.ofVirtual().start(() -> pay(wish)));
                }
            }
            Thread.sleep(50);
        }
    }

    private void pay(Buyers.Wish wish) {
        try {
            for (int tries = 0; tries < 200; tries++) {
                int status = tryToPay(wish);
                answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
                if (status == 202 || status == 409) {
                    return;
                }
                assertThat(status).isIn(NO_ANSWER, 503);
                Thread.sleep(1_000);
            }
            throw new AssertionError("the payment of " + wish.id() + " was never accepted");
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** @return 409 when an earlier try, whose answer was lost, has paid already */
    private int tryToPay(Buyers.Wish wish) throws Exception {
        try {
            return shop.payOnce(wish.id(), wish.buyer(), "pm_card_visa").statusCode();
        } catch (HttpTimeoutException noAnswer) {
            return NO_ANSWER;
        }
    }

    private void print(LoadRun run, OutcomeTape tape, List<Long> phases, int payments) {
        var names = List.of("before", "provider dead", "provider slow");
        for (int i = 0; i < names.size(); i++) {
            var latencies = run.latencies(tape, phases.get(i), phases.get(i + 1));
            System.out.printf("%s: %d bookings, to the outcome p50 %d ms, p99 %d ms, max %d ms%n", names.get(i),
                    latencies.length, LoadRun.percentile(latencies, 50), LoadRun.percentile(latencies, 99),
                    LoadRun.percentile(latencies, 100));
        }
        System.out.printf("payments: %d, all confirmed and captured; answers %s%n", payments, new TreeMap<>(answers));
    }

    private static void send(LoadRun run) {
        try {
            run.send();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
