package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import io.seatlog.localstack.load.Target;
import java.time.Duration;
import java.util.UUID;

/** A sale under way while a test breaks something: buyers book at a steady rate and repeat what got no answer. */
final class Sale implements AutoCloseable {
    private static final Duration DECIDED_WITHIN = Duration.ofMinutes(2);
    private static final Duration MAPS_WITHIN = Duration.ofSeconds(60);
    private final Target target;
    private final Buyers buyers;
    private final OutcomeTape tape;
    private final LoadRun run;
    private final UUID eventId;
    private final Thread sending;
    private volatile String failure = "";

    private Sale(RunningSystem system, int bookings, int perSecond) throws Exception {
        target = system.endpoints().target();
        buyers = new Buyers(target.tokens());
        tape = new OutcomeTape(target);
        eventId = buyers.makeEvent(target.apis().getFirst(), 16, 20, 25);
        run = new LoadRun(target, buyers, new LoadRun.Shape(eventId, 16, bookings, perSecond, 3, 11));
        sending = Thread.ofPlatform().name("sale").start(this::send);
    }

    static Sale start(RunningSystem system, int bookings, int perSecond) throws Exception {
        var sale = new Sale(system, bookings, perSecond);
        sale.awaitSome();
        return sale;
    }

    private void send() {
        try {
            run.send();
        } catch (InterruptedException interrupted) {
            failure = "interrupted";
        }
    }

    /** Until decisions flow, so that what is broken is broken in the middle of a run. */
    private void awaitSome() throws InterruptedException {
        for (int wait = 0; wait < 600 && decided() < 20; wait++) {
            Thread.sleep(50);
        }
    }

    UUID eventId() {
        return eventId;
    }

    LoadRun run() {
        return run;
    }

    /** How many of the accepted bookings have their decision. */
    long decided() {
        return tape.decided(run.accepted().keySet());
    }

    Buyers buyers() {
        return buyers;
    }

    Audit audit() {
        return new Audit(target);
    }

    Target target() {
        return target;
    }

    /** Everything was accepted, every acceptance decided once, no seat has two owners, the map equals the database. */
    void finishAndAudit(String what) throws Exception {
        sending.join();
        assertThat(failure).isEmpty();
        assertThat(run.awaitDecisions(tape, DECIDED_WITHIN)).as("accepted but not decided").isZero();
        var audit = audit();
        assertThat(audit.decisions(run.accepted().keySet(), tape)).isEmpty();
        assertThat(audit.claims()).isEmpty();
        assertThat(audit.maps(eventId, MAPS_WITHIN)).isEmpty();
        var latencies = run.latencies(tape);
        System.out.printf(
                "%s: accepted %d, refused %s, repeated %d; longest pause of a partition %d ms; to the outcome p50 %d ms, max %d ms%n",
                what, run.accepted().size(), run.refused(), run.repeated(), run.longestPause(tape),
                LoadRun.percentile(latencies, 50), LoadRun.percentile(latencies, 100));
    }

    @Override
    public void close() throws Exception {
        sending.join();
        tape.close();
        buyers.close();
    }
}
