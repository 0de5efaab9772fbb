package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Many holds end in the same second, while others book: nobody stands behind them. Only when asked for, with
 * {@code -Dseatlog.flood.holds=50000}.
 */
@EnabledIfSystemProperty(named = "seatlog.flood.holds", matches = "[0-9]+")
class HoldFloodTest {
    private static final int HOLDS = Integer.getInteger("seatlog.flood.holds", 2_000);
    /** With 500 seats each; a quarter more than the flood needs, so that none sells out. */
    private static final int SUBSECTIONS = 125;
    private static final int MOST = 50_000;
    private static final int PER_SECOND = 100;
    private static final int SECONDS = 20;
    /** Deciders look 30 seconds ahead, every 15: by then they know. */
    private static final Duration BEFORE = Duration.ofSeconds(22);
    private static final Duration RUN_UP = Duration.ofSeconds(5);
    private static final Duration DECIDED_WITHIN = Duration.ofMinutes(3);
    private final RunningSystem system = RunningSystem.shared();

    @Test
    void shouldEndHoldsOfOneSecondWithoutStandingInFrontOfBuyers() throws Exception {
        assertThat(HOLDS).isLessThanOrEqualTo(MOST);
        var target = system.endpoints().target();
        try (var buyers = new Buyers(target.tokens()); var tape = new OutcomeTape(target)) {
            var flood = buyers.makeEvent(system.api(0), SUBSECTIONS, 20, 25, 3_600);
            for (int left = HOLDS; left > 0; left = HOLDS - held(flood)) {
                var holding = new LoadRun(target, buyers, new LoadRun.Shape(flood, SUBSECTIONS, left, 0, 1, left));
                holding.send();
                assertThat(holding.awaitDecisions(tape, DECIDED_WITHIN)).isZero();
            }
            var other = buyers.makeEvent(system.api(1), SUBSECTIONS, 20, 25, 3_600);
            var deadline = Instant.now().plus(BEFORE);
            end(flood, deadline);
            Thread.sleep(BEFORE.minus(RUN_UP));

            var run = new LoadRun(target, buyers,
                    new LoadRun.Shape(other, SUBSECTIONS, PER_SECOND * SECONDS, PER_SECOND, 1, 7));
            run.send();
            assertThat(run.awaitDecisions(tape, DECIDED_WITHIN)).isZero();
            while (held(flood) > 0 && Instant.now().isBefore(deadline.plus(DECIDED_WITHIN))) {
                Thread.sleep(200);
            }

            assertThat(held(flood)).isZero();
            assertThat(new Audit(target).claims()).isEmpty();
            assertThat(new Audit(target).maps(flood, Duration.ofSeconds(60))).isEmpty();
            var others = run.latencies(tape);
            System.out.printf(
                    "%d holds of one second were over %d ms after it; others at %d a second meanwhile: p50 %d ms,"
                            + " p99 %d ms, max %d ms%n",
                    HOLDS, lastEnd(flood).toEpochMilli() - deadline.toEpochMilli(),
                    PER_SECOND, LoadRun.percentile(others, 50), LoadRun.percentile(others, 99),
                    LoadRun.percentile(others, 100));
        }
    }

    private int held(UUID event) throws Exception {
        return Math.toIntExact(
                ask("select count(*) from reservation.booking where event_id = ? and status = 1", event, Long.class));
    }

    /** Made by hand, since no client could hold them all in one second: decisions take their deadlines from the rows. */
    private void end(UUID event, Instant deadline) throws Exception {
        try (var connection = system.database();
                var update = connection.prepareStatement(
                        "update reservation.booking set hold_until = ? where event_id = ? and status = 1")) {
            update.setTimestamp(1, Timestamp.from(deadline));
            update.setObject(2, event);
            assertThat(update.executeUpdate()).isEqualTo(HOLDS);
        }
    }

    private Instant lastEnd(UUID event) throws Exception {
        return ask("select max(changed_at) from reservation.booking where event_id = ? and status = 4", event,
                Timestamp.class).toInstant();
    }

    private <T> T ask(String question, UUID event, Class<T> type) throws Exception {
        try (var connection = system.database(); var select = connection.prepareStatement(question)) {
            select.setObject(1, event);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getObject(1, type);
            }
        }
    }
}
