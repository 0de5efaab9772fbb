package io.seatlog.ticketing.erasure;

import io.seatlog.kernel.id.ErasedBuyer;
import java.time.Clock;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The two steps of this service: looking whether a buyer can be erased, before anything is changed anywhere, and erasing
 * them, after reservation-service has. Blocks.
 */
final class Erasure {
    private static final int SHOWN = 20;
    private static final String RUNS = "select count(*) from ticketing.event where organizer = ?";
    private final JdbcTemplate jdbc;
    private final Payments payments;
    private final Obstacles obstacles;
    private final Clock clock;
    private final Consumer<String> report;

    /** @param report takes lines for the operator */
    Erasure(JdbcTemplate jdbc, Payments payments, Obstacles obstacles, Clock clock, Consumer<String> report) {
        this.jdbc = jdbc;
        this.payments = payments;
        this.obstacles = obstacles;
        this.clock = clock;
        this.report = report;
    }

    /** Changes nothing. @return whether nothing stands in the way */
    boolean check(String buyer) {
        report.accept("buyer " + buyer);
        boolean clear = nothingInTheWay(buyer);
        if (clear) {
            report.accept("replacement " + ErasedBuyer.next());
        }
        return clear;
    }

    /** @return whether nothing has come in the way since the check; then nothing is left */
    boolean erase(String buyer, String replacement) {
        report.accept("ticketing.payment               " + payments.erase(buyer, replacement));
        Long runs = jdbc.queryForObject(RUNS, Long.class, buyer);
        if (runs != null && runs > 0) {
            report.accept("ticketing.event                 " + runs + " not changed: an event keeps its organizer");
        }
        return nothingInTheWay(buyer);
    }

    private boolean nothingInTheWay(String buyer) {
        var found = obstacles.of(buyer, clock.instant());
        found.stream().limit(SHOWN).map("in the way: "::concat).forEach(report);
        if (found.size() > SHOWN) {
            report.accept("in the way: " + (found.size() - SHOWN) + " more");
        }
        return found.isEmpty();
    }
}
