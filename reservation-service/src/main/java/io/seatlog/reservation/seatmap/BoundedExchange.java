package io.seatlog.reservation.seatmap;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One exchange with the store that never holds its caller longer than agreed. Socket timeouts cannot promise that: they
 * bound neither a name look-up, nor a write into a dead network, nor a server that sends a byte now and then. So the
 * exchange runs on a virtual thread, and a caller who has waited long enough closes its connection and goes on.
 * A connection goes back to the idle ones only after its last reply was read.
 */
final class BoundedExchange<T> {
    private final KvrocksConnections connections;
    private final Semaphore calls;
    private final Function<Connection, T> work;
    private @Nullable Connection connection;
    private boolean abandoned;

    /** @param calls limits the threads; a permit is held until the thread ends, not only until the caller leaves */
    BoundedExchange(KvrocksConnections connections, Semaphore calls, Function<Connection, T> work) {
        this.connections = connections;
        this.calls = calls;
        this.work = work;
    }

    /** @throws SeatMapUnavailableException when the exchange failed or was not done in time */
    T await(Duration budget) {
        long deadline = System.nanoTime() + budget.toNanos();
        var task = new FutureTask<>(this::exchange);
        try {
            if (!calls.tryAcquire(budget.toNanos(), TimeUnit.NANOSECONDS)) {
                throw unavailable("still busy with earlier calls", null);
            }
            Thread.ofVirtual().name("seat-map").start(() -> runAndRelease(task));
            return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            abandon();
            throw unavailable("no answer within " + budget.toMillis() + " ms", null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            abandon();
            throw unavailable("interrupted", null);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        }
    }

    private void runAndRelease(FutureTask<T> task) {
        try {
            task.run();
        } finally {
            calls.release();
        }
    }

    private T exchange() {
        var mine = connections.take();
        boolean done = false;
        try {
            begin(mine);
            T result = work.apply(mine);
            done = end();
            return result;
        } finally {
            if (done) {
                connections.giveBack(mine);
            } else {
                connections.discard(mine);
            }
        }
    }

    private synchronized void begin(Connection mine) {
        if (abandoned) {
            throw new JedisException("too late");
        }
        connection = mine;
    }

    /** @return whether the connection is still this exchange's, so that it may be used again */
    private synchronized boolean end() {
        connection = null;
        return !abandoned;
    }

    private synchronized void abandon() {
        abandoned = true;
        var current = connection;
        if (current != null) {
            // Closing can wait, too: TLS says goodbye first.
            Thread.ofVirtual().start(() -> disconnect(current));
        }
    }

    private static void disconnect(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException alreadyClosed) {
            connection.setBroken();
        }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case JedisException store -> unavailable("failed", store);
            case RuntimeException bug -> bug;
            case null, default -> new IllegalStateException("an exchange with " + connections + " failed", cause);
        };
    }

    private SeatMapUnavailableException unavailable(String what, @Nullable Throwable cause) {
        return new SeatMapUnavailableException("map store " + connections + ": " + what, cause);
    }
}
