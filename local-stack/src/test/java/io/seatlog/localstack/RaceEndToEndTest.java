package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Two things that want the same booking at the same moment, two thousand times each: one of them wins, once. */
class RaceEndToEndTest {
    private static final int BOOKINGS = 2_000;
    private static final int PER_SECOND = 200;
    private static final int SUBSECTIONS = 16;
    private final RunningSystem system = RunningSystem.shared();
    private final URI one = system.api(0);
    private final URI other = system.api(1);

    @Test
    void shouldCancelOnceWhenTwoCancelTogether() throws Exception {
        race(3_600, (sale, wish) -> {
            var id = wish.id();
            return List.of(delete(sale, one, "/api/bookings/" + id, wish),
                    delete(sale, other, "/api/bookings/" + id, wish));
        }, BookingStatus.CANCELLED);
    }

    /** The cancellation is sent when the hold ends, within a fifth of a second. */
    @Test
    void shouldEndOnceWhenTheBuyerCancelsAsTheHoldEnds() throws Exception {
        var ended = race(8, (sale, wish) -> List.of(atTheEnd(sale, wish, () -> delete(sale, one, "/api/bookings/"
                + wish.id(), wish))), BookingStatus.CANCELLED, BookingStatus.EXPIRED);
        assertThat(ended.get(BookingStatus.EXPIRED)).as("%s", ended).isPositive();
    }

    /** The id of a hold that ends is sent again: it is no new booking, whichever comes first. */
    @Test
    void shouldNotHoldAgainWhenTheRequestIsRepeatedAsTheHoldEnds() throws Exception {
        race(8, (sale, wish) -> List.of(atTheEnd(sale, wish, () -> sale.buyers().book(other, wish))),
                BookingStatus.EXPIRED);
    }

    /** One event with its bookings. */
    private record Holds(Buyers buyers, OutcomeTape tape, LoadRun run) {
        Instant deadline(UUID id) {
            return tape.outcomes(id).stream().filter(Outcome.SeatsHeld.class::isInstance)
                    .map(outcome -> Objects.requireNonNull(((Outcome.SeatsHeld) outcome).booking().holdUntil()))
                    .findFirst().orElseThrow();
        }
    }

    private Map<BookingStatus, Integer> race(int holdSeconds,
            BiFunction<Holds, Buyers.Wish, List<CompletableFuture<HttpResponse<String>>>> rivals,
            BookingStatus... ends) throws Exception {
        var target = system.endpoints().target();
        try (var buyers = new Buyers(); var tape = new OutcomeTape(target)) {
            var event = Buyers.eventId(buyers.createEvent(one, SUBSECTIONS, 20, 25, holdSeconds));
            var run = new LoadRun(target, buyers,
                    new LoadRun.Shape(event, SUBSECTIONS, BOOKINGS, PER_SECOND, 2, 17));
            var holds = new Holds(buyers, tape, run);
            var sending = Thread.ofVirtual().start(() -> send(run));
            contest(holds, rivals);
            sending.join();
            assertThat(run.accepted()).hasSize(BOOKINGS);
            var counts = awaitEnds(holds, List.of(ends));
            System.out.printf("%d races: %s%n", BOOKINGS, counts);
            var audit = new Audit(target);
            assertThat(audit.decisions(run.accepted().keySet(), tape)).isEmpty();
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
            return counts;
        }
    }

    /** Each booking is contested as soon as it is held. */
    private static void contest(Holds holds,
            BiFunction<Holds, Buyers.Wish, List<CompletableFuture<HttpResponse<String>>>> rivals) throws Exception {
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        var contested = new HashMap<UUID, Boolean>();
        for (int wait = 0; wait < 1_200 && contested.size() < BOOKINGS; wait++) {
            for (var wish : List.copyOf(holds.run().accepted().values())) {
                boolean held = holds.tape().outcomes(wish.id()).stream().anyMatch(Outcome.SeatsHeld.class::isInstance);
                if (held && contested.putIfAbsent(wish.id(), true) == null) {
                    answers.addAll(rivals.apply(holds, wish));
                }
            }
            Thread.sleep(20);
        }
        assertThat(contested).as("held").hasSize(BOOKINGS);
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isIn(200, 202, 409);
        }
    }

    /** Every booking has ended, in one of these ways and by one outcome. */
    private static Map<BookingStatus, Integer> awaitEnds(Holds holds, List<BookingStatus> ends) throws Exception {
        var counts = new HashMap<BookingStatus, Integer>();
        for (var id : holds.run().accepted().keySet()) {
            for (int wait = 0; wait < 600 && ends(holds.tape(), id).isEmpty(); wait++) {
                Thread.sleep(100);
            }
            assertThat(ends(holds.tape(), id)).as("ends of " + id).hasSize(1);
            var end = ends(holds.tape(), id).getFirst();
            assertThat(end).isIn(ends);
            counts.merge(end, 1, Integer::sum);
        }
        return counts;
    }

    private static List<BookingStatus> ends(OutcomeTape tape, UUID id) {
        return tape.outcomes(id).stream().filter(Outcome.OfBooking.class::isInstance)
                .map(outcome -> ((Outcome.OfBooking) outcome).booking().status())
                .filter(status -> status != BookingStatus.HELD).toList();
    }

    private static CompletableFuture<HttpResponse<String>> atTheEnd(Holds holds, Buyers.Wish wish,
            Supplier<CompletableFuture<HttpResponse<String>>> request) {
        var answer = new CompletableFuture<HttpResponse<String>>();
        Thread.ofVirtual().start(() -> {
            var moment = holds.deadline(wish.id()).plusMillis(Math.floorMod(wish.id().hashCode(), 200) - 100);
            LockSupport.parkNanos(Math.max(1, Duration.between(Instant.now(), moment).toNanos()));
            request.get().whenComplete((response, failure) -> {
                if (response != null) {
                    answer.complete(response);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
        return answer;
    }

    private static CompletableFuture<HttpResponse<String>> delete(Holds holds, URI api, String path,
            Buyers.Wish wish) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return holds.buyers().delete(api.resolve(path), wish.buyer());
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }, task -> Thread.ofVirtual().start(task));
    }

    private static void send(LoadRun run) {
        try {
            run.send();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
