package io.seatlog.reservation.erasure;

/**
 * The statements. A table without an index by buyer is walked through by its key, a window at a time; each window names what
 * is the buyer's in it, and its last row, from which the next one goes on.
 */
final class ErasureSql {
    static final int WINDOW = 100_000;

    /** What a running sale may still change, or a buyer still needs: held, or paid for while the sale goes on. */
    private static final String LIVE = "(b.status = 1 or b.status = 2 and s.off_sale_at > now())";

    static final String LIVE_BOOKINGS = """
            select b.id, b.status, b.hold_until, s.off_sale_at from reservation.booking b
              join reservation.subsection s on s.id = b.subsection_id
             where b.buyer = ? and b.status <> 5 and\s""" + LIVE + " order by b.id";

    /** Added up, never overwritten: what a decision under way still counts for the old name is moved by the next pass. */
    static final String TICKETS = """
            with gone as (
                 delete from reservation.buyer_tickets t
                  where t.buyer = ? and t.event_id in
                        (select event_id from reservation.booking where buyer in (?, ?) and status <> 5)
                    and not exists (select 1 from reservation.booking b
                                      join reservation.subsection s on s.id = b.subsection_id
                                     where b.buyer = t.buyer and b.event_id = t.event_id and b.status <> 5
                                       and\s""" + LIVE + """
            )
                 returning event_id, taken, allowed)
            insert into reservation.buyer_tickets as kept (event_id, buyer, taken, allowed)
            select event_id, ?, taken, allowed from gone order by event_id
            on conflict (event_id, buyer) do update set taken = kept.taken + excluded.taken,
                   allowed = greatest(kept.allowed, excluded.allowed)""";

    /** Rejected ones are in no index but the key's. */
    static final String BOOKINGS_WINDOW = """
            select id, theirs, n from (
                   select id, buyer = ? as theirs, row_number() over (order by id) as n
                     from reservation.booking where id > ? order by id limit %d) w
             where theirs or n = %d order by n""".formatted(WINDOW, WINDOW);
    /**
     * Locked in the order in which batches lock them. The hash goes, too: it is one over the buyer and what else is in the row,
     * so that whoever has the id could find the row by it.
     */
    static final String BOOKINGS = """
            with theirs as (
                 select b.id from reservation.booking b left join reservation.subsection s on s.id = b.subsection_id
                  where b.id = any (?) and b.buyer = ? and not coalesce(""" + LIVE + """
            , false) order by b.id for update of b)
            update reservation.booking b set buyer = ?, content_hash = '00000000-0000-0000-0000-000000000000'
              from theirs where b.id = theirs.id""";

    static final String REFUSALS_WINDOW = """
            select partition, version, theirs, n from (
                   select partition, version, buyer = ? as theirs, row_number() over (order by partition, version) as n
                     from reservation.refusal where (partition, version) > (?, ?)
                    order by partition, version limit %d) w
             where theirs or n = %d order by n""".formatted(WINDOW, WINDOW);
    static final String REFUSALS = """
            update reservation.refusal set buyer = ?
             where buyer = ? and (partition, version) in (select * from unnest(?::smallint[], ?::bigint[]))""";

    /** As they came: the id is somewhere in the message, or in what was said of it. */
    static final String DEAD_LETTERS = """
            select partition, version, reason, value from reservation.dead_letter
             where position(?::bytea in value) > 0 or strpos(reason, ?) > 0 limit ?""";
    static final String DEAD_LETTER = """
            update reservation.dead_letter set reason = ?, value = ? where partition = ? and version = ?""";

    static final String POSITIONS = "select partition, topic_id, next_offset from reservation.partition_progress";
    /** Where outcomes are stored that name the buyer, with any subsection of the partition. */
    static final String STORED_OUTCOMES = """
            select p.partition, s.id, s.event_id, s.section, s.subsection from reservation.partition_progress p
              join lateral (select id, event_id, section, subsection from reservation.subsection
                             where partition = p.partition order by off_sale_at desc limit 1) s on true
             where position(?::bytea in p.outcomes) > 0""";

    private ErasureSql() {}
}
