package io.seatlog.ticketing.erasure;

import io.seatlog.ticketing.payment.PaymentState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The payments of a buyer. No index knows them by buyer, because nothing that is in a hurry asks for that: the table is
 * walked through by its key, a window at a time. Blocks.
 */
final class Payments {
    static final int BATCH = 1_000;
    static final int WINDOW = 100_000;
    /** What is left of the name of a payment method, which may be the provider's name of somebody's card. */
    static final String NO_METHOD = "erased";
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final String WINDOW_AFTER = """
            select id, theirs, n from (
                   select id, buyer = ? as theirs, row_number() over (order by id) as n
                     from ticketing.payment where id > ? order by id limit %d) w
             where theirs or n = %d order by n""".formatted(WINDOW, WINDOW);
    /** A payment belongs to its booking for good once that says so; of a cancelled one it is given back. */
    private static final String STATES = """
            select p.id, p.booking_id, p.state, b.id is not null as to_refund from ticketing.payment p
              left join reservation.booking b on b.id = p.booking_id and b.payment_id = p.id and b.status = 3
             where p.id = any (?) order by p.id""";
    /** A change like any other, so that whoever read the row before writes nothing over it. */
    private static final String ERASE = """
            update ticketing.payment
               set buyer = ?, method = ?, client_secret = null, change = nextval('ticketing.payment_change')
             where id = any (?) and buyer = ? and state = any (?)""";
    private static final Integer[] SETTLED = Arrays.stream(PaymentState.values()).filter(state -> !state.isOpen())
            .map(PaymentState::code).toArray(Integer[]::new);
    private final JdbcTemplate jdbc;

    Payments(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One whose money may still go one way or the other. */
    record Open(UUID id, UUID bookingId, PaymentState state) {}

    private record Seen(UUID id, boolean theirs, long number) {}

    List<Open> open(String buyer) {
        var open = new ArrayList<Open>();
        batches(of(buyer)).forEach(ids -> jdbc.query(STATES, row -> {
            var state = PaymentState.ofCode(row.getInt("state"));
            if (state.isOpen() || state == PaymentState.CAPTURED && row.getBoolean("to_refund")) {
                open.add(new Open(row.getObject("id", UUID.class), row.getObject("booking_id", UUID.class), state));
            }
        }, (Object) ids.toArray(UUID[]::new)));
        return open;
    }

    /** @return how many were changed, in transactions of at most {@link #BATCH}; an open one is left as it is */
    int erase(String buyer, String replacement) {
        return batches(of(buyer)).stream()
                .mapToInt(ids -> jdbc.update(ERASE, replacement, NO_METHOD, ids.toArray(UUID[]::new), buyer, SETTLED))
                .sum();
    }

    private List<UUID> of(String buyer) {
        var theirs = new ArrayList<UUID>();
        var seen = window(buyer, BEFORE_ALL);
        while (!seen.isEmpty()) {
            seen.stream().filter(Seen::theirs).map(Seen::id).forEach(theirs::add);
            var last = seen.getLast();
            seen = last.number() == WINDOW ? window(buyer, last.id()) : List.of();
        }
        return theirs;
    }

    private List<Seen> window(String buyer, UUID after) {
        return jdbc.query(WINDOW_AFTER,
                (row, _) -> new Seen(row.getObject("id", UUID.class), row.getBoolean("theirs"), row.getLong("n")),
                buyer, after);
    }

    private static List<List<UUID>> batches(List<UUID> ids) {
        var batches = new ArrayList<List<UUID>>();
        for (int i = 0; i < ids.size(); i += BATCH) {
            batches.add(ids.subList(i, Math.min(i + BATCH, ids.size())));
        }
        return batches;
    }
}
