package io.seatlog.localstack.load;

import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.wire.MapLayout;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Compares what was accepted, what was told, what PostgreSQL holds and what the map shows. Every finding is a broken
 * promise in words; no finding is a pass.
 */
public final class Audit {
    private static final String CLAIMS_WITHOUT_BOOKING = """
            select count(*) from reservation.ticket t left join reservation.booking b on b.id = t.booking_id
             where t.booking_id <> '%s' and (b.id is null or b.status not in (1, 2) or not t.seat = any (b.seats)
                or t.subsection_id <> b.subsection_id)""".formatted(House.CLAIM);
    private static final String BOOKINGS_WITHOUT_CLAIM = """
            select count(*) from reservation.booking b cross join lateral unnest(b.seats) seat
             where b.status in (1, 2) and not exists (select 1 from reservation.ticket t
                   where t.subsection_id = b.subsection_id and t.seat = seat and t.booking_id = b.id)""";
    private static final String WRONG_TICKET_COUNTS = """
            select count(*)
              from (select event_id, buyer, sum(quantity) as held from reservation.booking b
                     where status in (1, 2) and exists (select 1 from reservation.subsection s
                            where s.event_id = b.event_id and s.max_per_buyer > 0)
                     group by event_id, buyer) b
              full join reservation.buyer_tickets t using (event_id, buyer)
             where coalesce(b.held, 0) <> coalesce(t.taken, 0)""";
    private static final String WRONG_FREE_COUNTS = """
            select count(*) from reservation.subsection s
             where s.free + (select count(*) from reservation.ticket t where t.subsection_id = s.id)
                   <> (get_byte(s.plan, 1) * 256 + get_byte(s.plan, 2)) * (get_byte(s.plan, 3) * 256 + get_byte(s.plan, 4))""";
    private final Target target;

    public Audit(Target target) {
        this.target = target;
    }

    /** @return each accepted booking that was not decided exactly once, or of which was told something that is not true */
    public List<String> decisions(Collection<UUID> accepted, OutcomeTape tape) throws SQLException {
        var findings = new ArrayList<>(tape.contradictions());
        var rows = versions(accepted);
        for (var id : accepted) {
            var told = tape.outcomes(id);
            long creations = told.stream().filter(Audit::creates).count();
            long refusals = told.stream().filter(Outcome.CommandRefused.class::isInstance).count();
            if (creations > 1 || creations == 0 && refusals == 0) {
                findings.add("booking " + id + ": decided " + creations + " times: " + told);
            }
            long newest = told.stream().filter(Outcome.OfBooking.class::isInstance).mapToLong(Outcome::version).max()
                    .orElse(-1);
            if (creations == 1 && rows.getOrDefault(id, -1L) != newest) {
                findings.add("booking " + id + ": told version " + newest + ", stored " + rows.get(id));
            }
        }
        return findings;
    }

    private static boolean creates(Outcome outcome) {
        return outcome instanceof Outcome.OfBooking of && of.booking().version() == of.booking().createdVersion();
    }

    private Map<UUID, Long> versions(Collection<UUID> ids) throws SQLException {
        var versions = new HashMap<UUID, Long>();
        try (var connection = target.connect();
                var select = connection
                        .prepareStatement("select id, version from reservation.booking where id = any (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
        }
        return versions;
    }

    /** @return whether seats and bookings of the whole database do not fit each other */
    public List<String> claims() throws SQLException {
        var findings = new ArrayList<String>();
        try (var connection = target.connect()) {
            none(connection, "claims without a live booking", CLAIMS_WITHOUT_BOOKING, findings);
            none(connection, "seats of live bookings without their claim", BOOKINGS_WITHOUT_CLAIM, findings);
            none(connection, "subsections with a wrong count of free seats", WRONG_FREE_COUNTS, findings);
            none(connection, "buyers whose tickets are not counted right", WRONG_TICKET_COUNTS, findings);
            none(connection, "dead letters", "select count(*) from reservation.dead_letter", findings);
        }
        return findings;
    }

    private static void none(Connection connection, String what, String count, List<String> findings)
            throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(count)) {
            if (!rows.next() || rows.getLong(1) > 0) {
                findings.add(rows.getLong(1) + " " + what);
            }
        }
    }

    /** @return the subsections of an event whose map is not what the database says, after waiting at most so long */
    public List<String> maps(UUID eventId, Duration atMost) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        var findings = wrongMaps(eventId);
        while (!findings.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(200);
            findings = wrongMaps(eventId);
        }
        return findings;
    }

    private List<String> wrongMaps(UUID eventId) throws SQLException {
        var findings = new ArrayList<String>();
        try (var connection = target.connect();
                var jedis = new Jedis(new HostAndPort(target.map().getHost(), target.map().getPort()),
                        DefaultJedisClientConfig.builder().timeoutMillis(2000).build());
                var select = connection.prepareStatement("""
                        select s.id, s.plan, s.version, array_agg(t.seat) filter (where b.status = 1),
                               array_agg(t.seat) filter (where b.status = 2),
                               array_agg(t.seat) filter (where t.booking_id = ?)
                          from reservation.subsection s left join reservation.ticket t on t.subsection_id = s.id
                          left join reservation.booking b on b.id = t.booking_id
                         where s.event_id = ? group by s.id""")) {
            select.setObject(1, House.CLAIM);
            select.setObject(2, eventId);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var plan = SeatingPlan.ofBytes(rows.getBytes(2));
                    var states = states(plan.seats(), rows.getArray(4), rows.getArray(5), rows.getArray(6));
                    var truth = MapLayout.image(rows.getLong(3), plan.seats(), seat -> states[seat]);
                    var shown = jedis.get(MapLayout.key(rows.getInt(1)).getBytes(StandardCharsets.US_ASCII));
                    if (shown == null || !Arrays.equals(shown, truth.toBytes())) {
                        findings.add(
                                "map of subsection " + rows.getInt(1) + (shown == null ? " is missing" : " differs"));
                    }
                }
            }
        } catch (JedisException unavailable) {
            findings.add("the map store does not answer: " + unavailable.getMessage());
        }
        return findings;
    }

    private static SeatState[] states(int seats, @Nullable Array held,
            @Nullable Array sold, @Nullable Array blocked) throws SQLException {
        var states = new SeatState[seats];
        Arrays.fill(states, SeatState.AVAILABLE);
        for (int seat : numbers(held)) {
            states[seat] = SeatState.HELD;
        }
        for (int seat : numbers(blocked)) {
            states[seat] = SeatState.BLOCKED;
        }
        for (int seat : numbers(sold)) {
            states[seat] = SeatState.SOLD;
        }
        return states;
    }

    private static int[] numbers(@Nullable Array array) throws SQLException {
        return array == null
                ? new int[0]
                : Arrays.stream((Short[]) array.getArray()).mapToInt(Short::intValue).toArray();
    }
}
