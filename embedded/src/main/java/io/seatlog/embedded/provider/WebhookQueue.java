package io.seatlog.embedded.provider;

import java.util.Comparator;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** Deliveries to come, by when they are due. Full, it forgets the oldest event: the newest says most. Thread-safe. */
final class WebhookQueue {
    static final int LIMIT = 10_000;

    /**
     * @param number in the order of the events
     * @param attempts those that failed already
     * @param dueNanos on the clock of {@link System#nanoTime}
     */
    record Delivery(long number, WebhookEvent event, int attempts, long dueNanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Delivery that = (Delivery) other;
            int byDue = Long.signum(dueNanos - that.dueNanos);
            return byDue != 0 ? byDue : Long.compare(number, that.number);
        }
    }

    private final DelayQueue<Delivery> queue = new DelayQueue<>();
    private final int limit;
    private long added;
    private long dropped;

    WebhookQueue(int limit) {
        this.limit = limit;
    }

    void add(WebhookEvent event, long delayMillis) {
        put(next(event, delayMillis));
    }

    /** A delivery in the order of the others, but not among them. */
    synchronized Delivery next(WebhookEvent event, long delayMillis) {
        return new Delivery(++added, event, 0, due(delayMillis));
    }

    /** After one more attempt has failed. */
    void addAgain(Delivery failed, long delayMillis) {
        put(new Delivery(failed.number(), failed.event(), failed.attempts() + 1, due(delayMillis)));
    }

    /** Waits for the first that is due. */
    Delivery take() throws InterruptedException {
        return queue.take();
    }

    /** How many events were forgotten because there were too many. */
    synchronized long dropped() {
        return dropped;
    }

    private synchronized void put(Delivery delivery) {
        queue.add(delivery);
        while (queue.size() > limit) {
            queue.stream().min(Comparator.comparingLong(Delivery::number)).filter(queue::remove)
                    .ifPresent(oldest -> dropped++);
        }
    }

    private static long due(long delayMillis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }
}
