package io.seatlog.reservation.journal;

import io.seatlog.kernel.seating.House;

/** The statements. Times travel as Unix milliseconds; 0 and '' stand for null where a column may be null. */
final class JournalSql {
    static final String LOCK = """
            select partition, topic_id, generation, owner, next_offset, log_time, outcomes
              from reservation.partition_progress where partition = ? for update""";
    static final String ANY_POSITION = "select 1 from reservation.partition_progress limit 1";
    static final String TAKE = "update reservation.partition_progress set owner = ?, epoch = epoch + 1 where partition = ?";
    /** Two owners may find the row missing together; the second then waits for the first and reads its row. */
    static final String FIRST = """
            insert into reservation.partition_progress (partition, topic_id, generation, owner, epoch, next_offset, log_time)
            values (?, ?, ?, ?, 0, 0, timestamptz 'epoch') on conflict (partition) do nothing""";
    static final String ADOPT = """
            update reservation.partition_progress
               set topic_id = ?, owner = ?, next_offset = ?, generation = generation + 1, epoch = epoch + 1
             where partition = ? and topic_id <> ? and generation < ?""";

    static final String BOOKINGS = """
            select id, version, created_version, subsection_id, event_id, buyer, content_hash, status, reason, quantity,
                   seats, price_minor, currency, hold_until, created_at, changed_at, extended, payment_id
              from reservation.booking where id = any (?);
            """;
    static final String SUBSECTIONS = """
            select s.id, s.event_id, s.section, s.subsection, s.partition, s.plan, s.price_minor, s.currency, s.on_sale_at,
                   s.off_sale_at, s.hold_seconds, s.max_per_booking, s.max_per_buyer, s.sale, s.terms_version, s.version,
                   c.held, c.sold, c.blocked
              from reservation.subsection s
              left join lateral (select array_agg(t.seat) filter (where b.status = 1) as held,
                                        array_agg(t.seat) filter (where b.status = 2) as sold,
                                        array_agg(t.seat) filter (where t.booking_id = '%s') as blocked
                                   from reservation.ticket t left join reservation.booking b on b.id = t.booking_id
                                  where t.subsection_id = s.id) c on true
             where s.id = any (?);
            """
            .formatted(House.CLAIM);

    static final String TICKETS = """
            select t.event_id, t.buyer, t.taken from reservation.buyer_tickets t
              join unnest(?::uuid[], ?::text[]) as n (event_id, buyer) using (event_id, buyer);
            """;

    static final String FENCE = "select reservation.advance(?, ?, ?, ?, ?, ?);\n";
    static final String INSERT_BOOKINGS = """
            insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                   content_hash, status, reason, quantity, seats, price_minor, currency, hold_until, created_at, changed_at,
                   extended, payment_id)
            select id, version, created_version, partition, subsection_id, event_id, buyer, content_hash, status,
                   nullif(reason, 0), quantity, nullif(seats, '')::smallint[], case when status <> 5 then price_minor end,
                   nullif(currency, ''), case when hold_until <> 0 then
                   timestamptz 'epoch' + hold_until * interval '1 millisecond' end,
                   timestamptz 'epoch' + created_at * interval '1 millisecond',
                   timestamptz 'epoch' + changed_at * interval '1 millisecond', extended <> 0, payment_id
              from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::smallint[], ?::integer[], ?::uuid[], ?::text[],
                   ?::uuid[], ?::smallint[], ?::smallint[], ?::smallint[], ?::text[], ?::bigint[], ?::text[], ?::bigint[],
                   ?::bigint[], ?::bigint[], ?::smallint[], ?::uuid[])
                   as b (id, version, created_version, partition, subsection_id, event_id, buyer, content_hash, status,
                   reason, quantity, seats, price_minor, currency, hold_until, created_at, changed_at, extended,
                   payment_id)
             order by id;
            """;
    static final String UPDATE_BOOKINGS = """
            update reservation.booking b
               set version = n.version, status = n.status, reason = nullif(n.reason, 0), quantity = n.quantity,
                   seats = nullif(n.seats, '')::smallint[], hold_until = case when n.hold_until <> 0 then
                   timestamptz 'epoch' + n.hold_until * interval '1 millisecond' end,
                   changed_at = timestamptz 'epoch' + n.changed_at * interval '1 millisecond',
                   extended = n.extended <> 0, payment_id = n.payment_id
              from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::smallint[], ?::smallint[], ?::smallint[], ?::text[],
                   ?::bigint[], ?::bigint[], ?::smallint[], ?::uuid[])
                   as n (id, version_before, version, status, reason, quantity, seats, hold_until, changed_at, extended,
                   payment_id)
             where b.id = n.id and b.version = n.version_before;
            """;
    /** The check on the table speaks when two partitions gave one buyer too many together. */
    static final String TAKE_TICKETS = """
            insert into reservation.buyer_tickets as b (event_id, buyer, taken, allowed)
            select event_id, buyer, delta, allowed from unnest(?::uuid[], ?::text[], ?::integer[], ?::integer[])
                   as n (event_id, buyer, delta, allowed)
             order by event_id, buyer
            on conflict (event_id, buyer) do update set taken = b.taken + excluded.taken,
                   allowed = case when excluded.taken > 0 then excluded.allowed else b.allowed end;
            """;
    static final String DELETE_TICKETS = """
            delete from reservation.ticket t using unnest(?::integer[], ?::smallint[], ?::uuid[])
                   as r (subsection_id, seat, booking_id)
             where t.subsection_id = r.subsection_id and t.seat = r.seat and t.booking_id = r.booking_id;
            """;
    static final String INSERT_TICKETS = """
            insert into reservation.ticket (subsection_id, seat, booking_id)
            select subsection_id, seat, booking_id from unnest(?::integer[], ?::smallint[], ?::uuid[])
                   as c (subsection_id, seat, booking_id)
             order by subsection_id, seat;
            """;
    static final String INSERT_SUBSECTIONS = """
            insert into reservation.subsection (id, event_id, section, subsection, partition, plan, price_minor, currency,
                   on_sale_at, off_sale_at, hold_seconds, max_per_booking, max_per_buyer, sale, terms_version, free,
                   version)
            select id, event_id, section, subsection, partition, plan, price_minor, currency,
                   timestamptz 'epoch' + on_sale_at * interval '1 millisecond',
                   timestamptz 'epoch' + off_sale_at * interval '1 millisecond',
                   hold_seconds, max_per_booking, max_per_buyer, sale, terms_version, free, version
              from unnest(?::integer[], ?::uuid[], ?::text[], ?::text[], ?::smallint[], ?::bytea[], ?::bigint[],
                   ?::text[], ?::bigint[], ?::bigint[], ?::integer[], ?::smallint[], ?::smallint[], ?::smallint[],
                   ?::integer[], ?::smallint[], ?::bigint[]) as s (id, event_id, section, subsection, partition, plan,
                   price_minor, currency, on_sale_at, off_sale_at, hold_seconds, max_per_booking, max_per_buyer, sale,
                   terms_version, free, version)
             order by id;
            """;
    static final String UPDATE_SUBSECTIONS = """
            update reservation.subsection s set free = n.free, version = n.version
              from unnest(?::integer[], ?::smallint[], ?::bigint[], ?::bigint[]) as n (id, free, version_before, version)
             where s.id = n.id and s.version = n.version_before;
            """;
    static final String UPDATE_TERMS = """
            update reservation.subsection s
               set terms_version = n.terms_version, price_minor = n.price_minor,
                   on_sale_at = timestamptz 'epoch' + n.on_sale_at * interval '1 millisecond',
                   off_sale_at = timestamptz 'epoch' + n.off_sale_at * interval '1 millisecond',
                   hold_seconds = n.hold_seconds, max_per_booking = n.max_per_booking, max_per_buyer = n.max_per_buyer,
                   sale = n.sale
              from unnest(?::integer[], ?::integer[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[], ?::integer[],
                   ?::smallint[], ?::smallint[], ?::smallint[])
                   as n (id, terms_before, terms_version, price_minor, on_sale_at, off_sale_at, hold_seconds,
                   max_per_booking, max_per_buyer, sale)
             where s.id = n.id and s.terms_version = n.terms_before;
            """;
    static final String INSERT_REFUSALS = """
            insert into reservation.refusal (partition, version, booking_id, buyer, command, reason, status, at)
            select partition, version, booking_id, buyer, command, reason, nullif(status, 0),
                   timestamptz 'epoch' + at * interval '1 millisecond'
              from unnest(?::smallint[], ?::bigint[], ?::uuid[], ?::text[], ?::smallint[], ?::smallint[], ?::smallint[],
                   ?::bigint[]) as r (partition, version, booking_id, buyer, command, reason, status, at);
            """;
    static final String INSERT_DEAD_LETTERS = """
            insert into reservation.dead_letter (partition, version, reason, key, value, at)
            select partition, version, reason, key, value, timestamptz 'epoch' + at * interval '1 millisecond'
              from unnest(?::smallint[], ?::bigint[], ?::text[], ?::bytea[], ?::bytea[], ?::bigint[])
                   as d (partition, version, reason, key, value, at);
            """;

    private JournalSql() {}
}
