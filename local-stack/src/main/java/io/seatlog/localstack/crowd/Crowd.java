package io.seatlog.localstack.crowd;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Buyers who come at a steady rate, whatever happens to the system meanwhile. Safe on any thread. */
public final class Crowd implements AutoCloseable {
    private static final int MOST_AT_ONCE = 3_000;
    private static final int BOOKINGS_OF_A_BUYER = 3;
    private final List<URI> apis;
    private final Plan plan;
    private final ClientHistory history;
    private final Tokens tokens;
    private final Buyers buyers;
    private final Map<UUID, Waiting> present = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final List<Waiting> waits = new ArrayList<>();
    private final Thread door;
    private volatile boolean closed;
    private volatile boolean over;

    /** @param mostTickets each buyer asks for 1 to so many, three times */
    public record Plan(UUID eventId, int subsections, int perSecond, int mostTickets, long seed) {}

    /** One buyer's patience, by {@link System#nanoTime}. */
    public static final class Waiting {
        private final UUID booking;
        private final long since = System.nanoTime();
        private volatile boolean accepted;
        private volatile long toldAt;

        private Waiting(UUID booking) {
            this.booking = booking;
        }

        void accepted() {
            accepted = true;
        }

        void told() {
            toldAt = System.nanoTime();
        }

        public long since() {
            return since;
        }

        public boolean isTold() {
            return toldAt != 0;
        }

        public long toldAt() {
            return toldAt;
        }

        @Override
        public String toString() {
            return booking + (accepted ? " (accepted)" : "");
        }
    }

    public Crowd(List<URI> apis, Tokens tokens, Plan plan, ClientHistory history) {
        this.apis = List.copyOf(apis);
        this.tokens = tokens;
        buyers = new Buyers(tokens);
        this.plan = plan;
        this.history = history;
        door = Thread.ofPlatform().name("crowd").daemon().start(this::enter);
    }

    private void enter() {
        var random = new SplittableRandom(plan.seed());
        long start = System.nanoTime();
        for (long n = 0; !closed; n++) {
            long due = start + n * 1_000_000_000L / plan.perSecond();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            var wish = new Buyers.Wish(Uuid7.next(), plan.eventId(), "A",
                    Integer.toString(1 + random.nextInt(plan.subsections())), "crowd-" + n / BOOKINGS_OF_A_BUYER,
                    1 + random.nextInt(plan.mostTickets()));
            var patron = new Patron(this, n, wish, mind(random.nextInt(100)));
            if (present.size() < MOST_AT_ONCE) {
                Thread.ofVirtual().start(patron);
            } else {
                count("turned away: the crowd is too large");
            }
        }
    }

    private static Patron.Mind mind(int percent) {
        if (percent < 55) {
            return Patron.Mind.PAY;
        }
        if (percent < 60) {
            return Patron.Mind.PAY_AT_THE_SECOND_CARD;
        }
        return percent < 75 ? Patron.Mind.GIVE_BACK : Patron.Mind.FORGET;
    }

    Waiting begins(UUID booking) {
        var waiting = new Waiting(booking);
        present.put(booking, waiting);
        synchronized (waits) {
            waits.add(waiting);
        }
        return waiting;
    }

    void ends(Waiting waiting) {
        present.remove(waiting.booking);
    }

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long times) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).add(times);
    }

    /** What no client should ever see. */
    void complain(String what) {
        complaints.add(what);
    }

    /** @return what clients saw and should never see, in words */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** One after the other. */
    URI api(long turn) {
        return apis.get((int) (turn % apis.size()));
    }

    String bearer(String buyer) {
        return tokens.bearer(buyer);
    }

    Buyers buyers() {
        return buyers;
    }

    ClientHistory history() {
        return history;
    }

    boolean isOver() {
        return over;
    }

    /** How long the one who waits longest has waited to be told anything. */
    public Duration longestWait() {
        long now = System.nanoTime();
        return Duration.ofNanos(present.values().stream().filter(waiting -> !waiting.isTold())
                .mapToLong(waiting -> now - waiting.since).max().orElse(0));
    }

    /** Every buyer so far, in the order of their coming. */
    public List<Waiting> waits() {
        synchronized (waits) {
            return List.copyOf(waits);
        }
    }

    /** What happened how often. */
    public Map<String, Long> counts() {
        var all = new TreeMap<String, Long>();
        counts.forEach((what, times) -> all.put(what, times.sum()));
        return all;
    }

    /** Nobody comes any more. @return those who have not come to their end when the time is over */
    public List<Waiting> finish(Duration atMost) throws InterruptedException {
        closed = true;
        door.join();
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!present.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(100);
        }
        var stuck = List.copyOf(present.values());
        over = true;
        return stuck;
    }

    @Override
    public void close() {
        closed = true;
        over = true;
        buyers.close();
    }
}
