package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Changes events, each in one transaction that has its row locked: so changes have an order, and what goes on the log has
 * the same one by its version. Blocks.
 */
@Repository
class EventChanges {
    /** So long the terms that close a cancelled event's sale have to get on the log by themselves. */
    private static final Duration HEAD_START = Duration.ofSeconds(1);
    private final EventReader reader;
    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    EventChanges(EventReader reader, JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
        this.reader = reader;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Says what an event becomes; throws the problem when it cannot. */
    @FunctionalInterface
    interface Rule {
        Edition apply(Event event, Instant now);
    }

    /**
     * @return the event as it is then; unchanged, and the rule not asked, when it is still being opened
     * @throws io.seatlog.ticketing.problem.ProblemException when the caller runs no such event
     */
    Event change(UUID id, Caller caller, Rule rule) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            var event = locked(id, caller);
            if (event.isOpening()) {
                return event;
            }
            var now = Instant.now(clock);
            var before = Edition.of(event);
            var next = rule.apply(event, now);
            if (next.equals(before)) {
                return event;
            }
            write(event, before, next, now);
            return read(id);
        }));
    }

    private Event locked(UUID id, Caller caller) {
        // Whose it is is asked in the query: what is another's takes no longer than what does not exist.
        var found = jdbc.queryForList("select id from ticketing.event where id = ? and (organizer = ? or ?) for update",
                UUID.class, id, caller.id(), caller.is(Role.OPERATOR));
        if (found.isEmpty()) {
            throw EventProblems.notYours(id);
        }
        return read(id);
    }

    private Event read(UUID id) {
        return Objects.requireNonNull(reader.anyById(id));
    }

    private void write(Event event, Edition before, Edition next, Instant now) {
        boolean otherTerms = !next.offer().equals(before.offer());
        boolean ends = next.cancelled() && !before.cancelled() && !next.draft();
        var offer = next.offer();
        requireOne(jdbc.update("""
                update ticketing.event
                   set name = ?, description = ?, venue = ?, starts_at = ?, on_sale_at = ?, off_sale_at = ?,
                       max_tickets_per_booking = ?, max_tickets_per_buyer = ?, hold_seconds = ?, draft = ?, sale = ?,
                       cancelled = ?, terms_version = terms_version + ?,
                       send_due = coalesce(?::timestamptz, send_due), cancel_due = coalesce(?::timestamptz, cancel_due),
                       version = nextval('ticketing.event_version')
                 where id = ?""", next.name(), next.description(), next.venue(), Timestamp.from(next.startsAt()),
                Timestamp.from(offer.onSaleAt()), Timestamp.from(offer.offSaleAt()), offer.maxTicketsPerBooking(),
                offer.maxTicketsPerBuyer(), offer.holdSeconds(), next.draft(), offer.sale().code(), next.cancelled(),
                otherTerms ? 1 : 0, time(next.concernsTheLog(before), now.plus(EventStore.OWN_TIME)),
                time(ends, now.plus(HEAD_START)), event.id()));
        if (!offer.prices().equals(before.offer().prices())) {
            writePrices(event.id(), offer);
        }
    }

    private void writePrices(UUID event, Edition.Offer offer) {
        var names = new ArrayList<String>();
        var prices = new ArrayList<Long>();
        offer.prices().forEach((name, price) -> {
            names.add(name);
            prices.add(price);
        });
        int changed = jdbc.update("""
                update ticketing.section s set price_minor = n.price_minor
                  from unnest(?::text[], ?::bigint[]) as n (name, price_minor)
                 where s.event = ? and s.name = n.name""", names.toArray(String[]::new), prices.toArray(Long[]::new),
                event);
        if (changed != names.size()) {
            throw new IllegalStateException(changed + " sections instead of " + names.size() + " of event " + event);
        }
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new IllegalStateException(rows + " rows instead of one");
        }
    }

    private static @Nullable Timestamp time(boolean given, Instant time) {
        return given ? Timestamp.from(time) : null;
    }
}
