package io.seatlog.reservation.seatmap;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** The open connections that nobody uses at the moment; their number is limited by the callers'. Safe on any thread. */
final class KvrocksConnections implements AutoCloseable {
    private final KvrocksAddress address;
    private final JedisClientConfig config;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    KvrocksConnections(KvrocksAddress address, Duration timeout) {
        this.address = address;
        this.config = address.config(timeout);
    }

    /** @return a connection that knows the script; opened by the caller's thread when none is idle */
    Connection take() {
        var connection = idle.pollFirst();
        return connection == null ? open() : connection;
    }

    /** Takes back a connection on which nothing is outstanding. */
    void giveBack(Connection connection) {
        idle.offerFirst(connection);
        if (closed) {
            closeIdle();
        }
    }

    /** Ends a connection that failed, and the idle ones with it: they lead to the same server. */
    void discard(Connection connection) {
        end(connection);
        closeIdle();
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    @Override
    public String toString() {
        return address.toString();
    }

    static CommandArguments scriptLoad() {
        return new CommandArguments(Protocol.Command.SCRIPT).add("LOAD").add(MapScript.BYTES);
    }

    private Connection open() {
        var connection = new Connection(address.hostAndPort(), config);
        try {
            connection.executeCommand(scriptLoad());
            return connection;
        } catch (JedisException failed) {
            end(connection);
            throw failed;
        }
    }

    private void closeIdle() {
        for (var connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            end(connection);
        }
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (JedisException alreadyBroken) {
            // There is nothing left to close.
        }
    }
}
