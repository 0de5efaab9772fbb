package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.wire.MapLayout;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Seat maps in Kvrocks, or in Redis where there is no Kvrocks. Everything is pipelined: one run of {@link MapScript} a
 * changed subsection. Every call ends within the budget given here, whatever the network does ({@link BoundedExchange}).
 * At most {@value #MAX_CALLS} calls at a time. Safe on any thread.
 */
public final class KvrocksSeatMaps implements SeatMaps, AutoCloseable {
    static final int MAX_CALLS = 4;
    /** Commands sent before their replies are read, so that neither side's buffers fill. */
    private static final int WRITES_A_CHUNK = 128;
    private static final int READS_A_CHUNK = 1_000;
    private static final int FROM = 0;
    private static final int TO = MapLayout.HEADER_BYTES - 1;
    private final KvrocksConnections connections;
    private final Duration budget;
    private final Semaphore calls = new Semaphore(MAX_CALLS);

    /**
     * @param url {@code redis://[:password@]host:port} or {@code rediss://…}
     * @param budget within which every call returns or throws; 100 ms for the projection
     * @throws IllegalArgumentException when the URL asks for what Kvrocks does not have
     */
    public KvrocksSeatMaps(URI url, Duration budget) {
        this.connections = new KvrocksConnections(KvrocksAddress.of(url), budget);
        this.budget = budget;
    }

    @Override
    public List<Result> project(List<Update> updates) {
        return within(connection -> project(connection, updates));
    }

    @Override
    public Map<Integer, MapLayout.Header> headers(Collection<Integer> subsectionIds) {
        var ids = List.copyOf(subsectionIds);
        return within(connection -> headers(connection, ids));
    }

    @Override
    public void close() {
        connections.close();
    }

    private <T> T within(Function<Connection, T> work) {
        return new BoundedExchange<>(connections, calls, work).await(budget);
    }

    private static List<Result> project(Connection connection, List<Update> updates) {
        var replies = new ArrayList<Object>(updates.size());
        for (int from = 0; from < updates.size(); from += WRITES_A_CHUNK) {
            var chunk = updates.subList(from, Math.min(updates.size(), from + WRITES_A_CHUNK));
            var digests = chunk.stream().map(update -> script(Command.EVALSHA, MapScript.SHA, update)).toList();
            var answers = pipeline(connection, digests);
            var unknown = IntStream.range(0, answers.size())
                    .filter(i -> answers.get(i) instanceof JedisNoScriptException).toArray();
            if (unknown.length > 0) {
                var again = evaluate(connection, IntStream.of(unknown).mapToObj(chunk::get).toList());
                IntStream.range(0, unknown.length).forEach(i -> answers.set(unknown[i], again.get(i)));
            }
            replies.addAll(answers);
        }
        return replies.stream().map(KvrocksSeatMaps::result).toList();
    }

    /** The server has forgotten the script: the whole text goes along, and is loaded for the next batch. */
    private static List<Object> evaluate(Connection connection, List<Update> updates) {
        var commands = new ArrayList<CommandArguments>();
        commands.add(KvrocksConnections.scriptLoad());
        updates.forEach(update -> commands.add(script(Command.EVAL, MapScript.BYTES, update)));
        var replies = pipeline(connection, commands);
        return replies.subList(1, replies.size());
    }

    private static CommandArguments script(Command command, byte[] script, Update update) {
        var arguments = new CommandArguments(command).add(script);
        MapScript.arguments(update).forEach(arguments::add);
        return arguments;
    }

    private static Map<Integer, MapLayout.Header> headers(Connection connection, List<Integer> ids) {
        var headers = new HashMap<Integer, MapLayout.Header>();
        for (int from = 0; from < ids.size(); from += READS_A_CHUNK) {
            var chunk = ids.subList(from, Math.min(ids.size(), from + READS_A_CHUNK));
            var replies = pipeline(connection, chunk.stream()
                    .map(id -> new CommandArguments(Command.GETRANGE).add(MapLayout.key(id)).add(FROM).add(TO))
                    .toList());
            for (int i = 0; i < replies.size(); i++) {
                int id = chunk.get(i);
                // An error is most likely another type of key, which every store words differently: missing.
                if (replies.get(i) instanceof byte[] bytes) {
                    MapLayout.Header.parse(bytes).ifPresent(header -> headers.put(id, header));
                }
            }
        }
        return headers;
    }

    /** @return a reply or a JedisDataException for each command, in a list that can be changed */
    private static List<Object> pipeline(Connection connection, List<CommandArguments> commands) {
        commands.forEach(connection::sendCommand);
        return connection.getMany(commands.size());
    }

    private static Result result(Object reply) {
        if (reply instanceof JedisDataException error) {
            throw error;
        }
        if (!(reply instanceof Long number)) {
            throw new JedisDataException("the map script answered no number");
        }
        return switch (number.intValue()) {
            case (int) MapScript.REFUSED -> Result.REFUSED;
            case (int) MapScript.DELTA -> Result.DELTA;
            case (int) MapScript.WHOLE -> Result.WHOLE;
            default -> throw new JedisDataException("the map script answered " + number);
        };
    }
}
