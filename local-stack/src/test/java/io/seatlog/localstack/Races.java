package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** Many holds of one event, each contested as soon as it is there. */
final class Races implements AutoCloseable {
    private static final int TRIES = 120;
    private static final int SUBSECTIONS = 16;
    /** Races are about order, not load: more at once would only queue for the processors of a small box. In turn. */
    private static final int MOST_AT_ONCE = 64;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE, true);
    private final Buyers buyers;
    private final OutcomeTape tape;
    private final LoadRun run;
    private final UUID event;
    private final int bookings;

    /** @param perSecond holds; what the rivals of each ask for has to fit beside them on a small box */
    Races(RunningSystem system, int holdSeconds, int bookings, int perSecond) throws Exception {
        this.bookings = bookings;
        var target = system.endpoints().target();
        buyers = Buyers.patient(target.tokens());
        tape = new OutcomeTape(target);
        event = buyers.makeEvent(system.api(0), SUBSECTIONS, 20, 25, holdSeconds);
        run = new LoadRun(target, buyers, new LoadRun.Shape(event, SUBSECTIONS, bookings, perSecond, 2, 17));
    }

    Buyers buyers() {
        return buyers;
    }

    OutcomeTape tape() {
        return tape;
    }

    LoadRun run() {
        return run;
    }

    UUID event() {
        return event;
    }

    /** Sends what the rivals want for each hold, and returns when all have their answers, each with one of these statuses. */
    void contest(BiFunction<Races, Buyers.Wish, List<CompletableFuture<HttpResponse<String>>>> rivals,
            Integer... statuses) throws Exception {
        var sending = Thread.ofVirtual().start(this::send);
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        var contested = new HashSet<UUID>();
        for (int wait = 0; wait < 9_000 && contested.size() < bookings; wait++) {
            for (var wish : List.copyOf(run.accepted().values())) {
                boolean held = !contested.contains(wish.id())
                        && tape.outcomes(wish.id()).stream().anyMatch(Outcome.SeatsHeld.class::isInstance);
                if (held) {
                    contested.add(wish.id());
                    answers.addAll(rivals.apply(this, wish));
                }
            }
            Thread.sleep(20);
        }
        sending.join();
        assertThat(contested).as("held").hasSize(bookings);
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isIn((Object[]) statuses);
        }
        assertThat(run.accepted()).hasSize(bookings);
    }

    /** What became of a booking, in the order of its versions, its hold left out. */
    List<BookingStatus> ends(UUID id) {
        return tape.outcomes(id).stream().filter(Outcome.OfBooking.class::isInstance)
                .sorted((a, b) -> Long.compare(a.version(), b.version()))
                .map(outcome -> ((Outcome.OfBooking) outcome).booking().status())
                .filter(status -> status != BookingStatus.HELD).toList();
    }

    CompletableFuture<HttpResponse<String>> delete(URI api, String path, Buyers.Wish wish) {
        return async(() -> inRoom(() -> buyers.delete(api.resolve(path), wish.buyer())));
    }

    /** Tries again while payments are refused for want of the provider. */
    CompletableFuture<HttpResponse<String>> pay(URI api, Buyers.Wish wish, String method) {
        return async(() -> {
            var answer = tryToPay(api, wish, method);
            for (int tries = 1; answer.statusCode() == 503 && tries < TRIES; tries++) {
                Thread.sleep(1_000);
                answer = tryToPay(api, wish, method);
            }
            return answer;
        });
    }

    private HttpResponse<String> tryToPay(URI api, Buyers.Wish wish, String method) throws Exception {
        return inRoom(() -> buyers.send("POST", api.resolve("/api/bookings/" + wish.id() + "/payment"), wish.buyer(),
                "{\"paymentMethod\":\"" + method + "\"}"));
    }

    /** Within a tenth of a second of the deadline that the hold got first. */
    CompletableFuture<HttpResponse<String>> atTheEnd(Buyers.Wish wish, Callable<HttpResponse<String>> request) {
        return async(() -> {
            var moment = deadline(wish.id()).plusMillis(Math.floorMod(wish.id().hashCode(), 200) - 100);
            LockSupport.parkNanos(Math.max(1, Duration.between(Instant.now(), moment).toNanos()));
            return request.call();
        });
    }

    private Instant deadline(UUID id) {
        return tape.outcomes(id).stream().filter(Outcome.SeatsHeld.class::isInstance)
                .map(outcome -> Objects.requireNonNull(((Outcome.SeatsHeld) outcome).booking().holdUntil())).findFirst()
                .orElseThrow();
    }

    private static CompletableFuture<HttpResponse<String>> async(Callable<HttpResponse<String>> call) {
        var answer = new CompletableFuture<HttpResponse<String>>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(call.call());
            } catch (Exception failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private HttpResponse<String> inRoom(Callable<HttpResponse<String>> request) throws Exception {
        room.acquire();
        try {
            return request.call();
        } finally {
            room.release();
        }
    }

    private void send() {
        try {
            run.send();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        tape.close();
        buyers.close();
    }
}
