package io.seatlog.embedded;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server that can be started and ended again and again on the same data and port. {@code close} is {@code stop}. Each
 * throws {@link IllegalStateException} with the end of the server's log when it cannot be started.
 */
public sealed interface EmbeddedServer extends AutoCloseable permits KafkaBroker, PostgresServer, RedisServer {

    /** Ends what an earlier launcher left on this data, starts the server, and returns when it answers. */
    void start();

    /** Ends it in an orderly way; nothing happens when it does not run. */
    void stop();

    /** kill -9; nothing happens when it does not run. */
    void kill();

    /** The process of the last start, null before it and after stop or kill; it may have ended by itself. */
    @Nullable
    ChildProcess process();

    @Override
    default void close() {
        stop();
    }

    default boolean isRunning() {
        ChildProcess current = process();
        return current != null && current.isAlive();
    }

    /** The server's process id; throws when it does not run. */
    default long pid() {
        ChildProcess current = process();
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException("The server does not run");
        }
        return current.pid();
    }

    static void requireStopped(@Nullable ChildProcess current) {
        if (current != null && current.isAlive()) {
            throw new IllegalStateException(current.name() + " runs already, pid " + current.pid());
        }
    }

    static @Nullable ChildProcess stop(@Nullable ChildProcess current, Duration patience) {
        if (current != null) {
            current.stop(patience);
        }
        return null;
    }

    static @Nullable ChildProcess kill(@Nullable ChildProcess current) {
        if (current != null) {
            current.kill();
        }
        return null;
    }
}
