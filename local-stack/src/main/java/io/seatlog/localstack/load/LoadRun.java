package io.seatlog.localstack.load;

import io.seatlog.kernel.id.Uuid7;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends bookings for one event and keeps what came of each. Each request has an intended time by the rate (open
 * model); latency counts from there. A request without an answer is repeated with its id, as a good client does.
 */
public final class LoadRun {
    /** Each needs a token before the run begins. */
    private static final int MOST_BUYERS = 2_000;
    private static final int MOST_IN_FLIGHT = 512;
    private static final int ATTEMPTS = 120;
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(250);
    private final Target target;
    private final Buyers buyers;
    private final Shape shape;
    private final Map<UUID, Buyers.Wish> accepted = new ConcurrentHashMap<>();
    private final Map<UUID, Long> intendedAtMillis = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final LongAdder repeated = new LongAdder();
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final OnAccepted onAccepted;

    /**
     * @param bookings how many requests
     * @param perSecond intended rate; 0 for as fast as answers come
     * @param mostTickets each booking asks for 1 to so many
     */
    public record Shape(UUID eventId, int subsections, int bookings, int perSecond, int mostTickets, long seed) {}

    /** Hears of each acceptance, on any thread. */
    @FunctionalInterface
    public interface OnAccepted {
        /** @param answer with the receipt */
        void accepted(Buyers.Wish wish, String answer);
    }

    public LoadRun(Target target, Buyers buyers, Shape shape) {
        this(target, buyers, shape, (_, _) -> {});
    }

    public LoadRun(Target target, Buyers buyers, Shape shape, OnAccepted onAccepted) {
        this.target = target;
        this.buyers = buyers;
        this.shape = shape;
        this.onAccepted = onAccepted;
    }

    /** Sends all, in order of their intended times, and waits for every answer. */
    public void send() throws InterruptedException {
        target.tokens()
                .prepare(IntStream.range(0, Math.min(shape.bookings(), MOST_BUYERS)).mapToObj(LoadRun::buyer).toList());
        var random = new SplittableRandom(shape.seed());
        long start = System.nanoTime();
        for (int i = 0; i < shape.bookings(); i++) {
            awaitTurn(start, i);
            var wish = new Buyers.Wish(Uuid7.next(), shape.eventId(), "A",
                    Integer.toString(1 + random.nextInt(shape.subsections())), buyer(i),
                    1 + random.nextInt(shape.mostTickets()));
            intendedAtMillis.put(wish.id(), System.currentTimeMillis());
            inFlight.acquire();
            attempt(wish, i, 1);
        }
        inFlight.acquire(MOST_IN_FLIGHT);
        inFlight.release(MOST_IN_FLIGHT);
    }

    private static String buyer(int number) {
        return "buyer-" + number % MOST_BUYERS;
    }

    private void awaitTurn(long start, int i) {
        if (shape.perSecond() == 0) {
            return;
        }
        long due = start + i * 1_000_000_000L / shape.perSecond();
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private void attempt(Buyers.Wish wish, int number, int attempt) {
        var apis = target.apis();
        URI api = apis.get((number + attempt - 1) % apis.size());
        buyers.book(api, wish).whenComplete((answer, failure) -> answered(wish, number, attempt, answer, failure));
    }

    private void answered(Buyers.Wish wish, int number, int attempt, @Nullable HttpResponse<String> answer,
            @Nullable Throwable failure) {
        boolean again = answer == null || answer.statusCode() >= 500 || answer.statusCode() == 429;
        if (again && attempt < ATTEMPTS) {
            repeated.increment();
            Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(BEFORE_REPEAT.toNanos());
                attempt(wish, number, attempt + 1);
            });
            return;
        }
        if (answer != null && answer.statusCode() == 202) {
            accepted.put(wish.id(), wish);
            onAccepted.accepted(wish, answer.body());
        } else {
            refused.computeIfAbsent(answer == null ? String.valueOf(failure) : Integer.toString(answer.statusCode()),
                    _ -> new LongAdder()).increment();
        }
        inFlight.release();
    }

    /** @return how many accepted ones have no outcome when the time is over */
    public long awaitDecisions(OutcomeTape tape, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long missing = accepted.size() - tape.decided(accepted.keySet());
        while (missing > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(50);
            missing = accepted.size() - tape.decided(accepted.keySet());
        }
        return missing;
    }

    public Map<UUID, Buyers.Wish> accepted() {
        return accepted;
    }

    /** Requests that ended without a 202, by status or failure. */
    public Map<String, Long> refused() {
        var counts = new TreeMap<String, Long>();
        refused.forEach((why, count) -> counts.put(why, count.sum()));
        return counts;
    }

    public long repeated() {
        return repeated.sum();
    }

    /** Milliseconds from the intended time to the broker's time of the outcome, ascending. */
    public long[] latencies(OutcomeTape tape) {
        return latencies(tape, 0, Long.MAX_VALUE);
    }

    /** The same of those that were to be sent in this time. */
    public long[] latencies(OutcomeTape tape, long fromMillis, long toMillis) {
        return accepted.keySet().stream().filter(id -> tape.decidedAtMillis(id) >= 0)
                .filter(id -> intendedAtMillis.getOrDefault(id, 0L) >= fromMillis
                        && intendedAtMillis.getOrDefault(id, 0L) < toMillis)
                .mapToLong(id -> tape.decidedAtMillis(id) - intendedAtMillis.getOrDefault(id, 0L)).sorted().toArray();
    }

    /** The longest time without an outcome in one partition, between its first and its last, in milliseconds. */
    public long longestPause(OutcomeTape tape) {
        var times = new HashMap<Integer, List<Long>>();
        for (var id : accepted.keySet()) {
            if (tape.partition(id) >= 0) {
                times.computeIfAbsent(tape.partition(id), _ -> new ArrayList<>()).add(tape.decidedAtMillis(id));
            }
        }
        long longest = 0;
        for (var ofPartition : times.values()) {
            ofPartition.sort(null);
            for (int i = 1; i < ofPartition.size(); i++) {
                longest = Math.max(longest, ofPartition.get(i) - ofPartition.get(i - 1));
            }
        }
        return longest;
    }

    /** Seconds from the first to the last outcome. */
    public double span(OutcomeTape tape) {
        var times = accepted.keySet().stream().mapToLong(tape::decidedAtMillis).filter(time -> time >= 0).toArray();
        return times.length == 0
                ? 0
                : (Arrays.stream(times).max().orElse(0) - Arrays.stream(times).min().orElse(0)) / 1000.0;
    }

    public static long percentile(long[] ascending, double percent) {
        return ascending.length == 0
                ? 0
                : ascending[Math.min(ascending.length - 1, (int) (ascending.length * percent / 100))];
    }
}
