package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.Signal;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two deciding processes is lost in the middle of a sale, in each of the ways a process can be lost. */
class TakeoverTest {
    private static final int PER_SECOND = 100;
    /** Longer than the session timeout of 6 seconds. */
    private static final long PAUSE_MILLIS = 12_000;

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingWhoeverIsLost() throws Exception {
        try (var system = RunningSystem.start(folder.resolve("data"), "--ticketing", "2", "--reservation", "2",
                "--partitions", "4")) {
            var deciders = system.endpoints().reservation();
            undisturbed(system);
            paused(system, deciders.getFirst().pid());
            signalled(system, deciders.getFirst().pid(), Signal.TERM);
            var before = owners(system);
            var replacement = system.launchReservation("reservation-3");
            awaitHandOver(system, before);
            signalled(system, deciders.getLast().pid(), Signal.KILL);
            assertThat(RunningSystem.isAlive(replacement.pid())).isTrue();
        }
    }

    /** What the pauses are to be compared with. */
    private static void undisturbed(RunningSystem system) throws Exception {
        try (var sale = Sale.start(system, 5 * PER_SECOND, PER_SECOND)) {
            sale.finishAndAudit("undisturbed");
        }
    }

    /** The paused one wakes up when its partitions belong to the other: it must write nothing that counts. */
    private static void paused(RunningSystem system, long pid) throws Exception {
        try (var sale = Sale.start(system, 16 * PER_SECOND, PER_SECOND)) {
            Signal.STOP.sendTo(pid);
            Thread.sleep(PAUSE_MILLIS);
            Signal.CONT.sendTo(pid);
            sale.finishAndAudit("SIGSTOP for " + PAUSE_MILLIS + " ms, SIGCONT");
        }
    }

    private static void signalled(RunningSystem system, long pid, Signal signal) throws Exception {
        try (var sale = Sale.start(system, 12 * PER_SECOND, PER_SECOND)) {
            Thread.sleep(2000);
            signal.sendTo(pid);
            sale.finishAndAudit("SIG" + signal);
            assertThat(RunningSystem.isAlive(pid)).isFalse();
        }
    }

    /** Until the newcomer has taken its share, and nothing changes hands any more. */
    private static void awaitHandOver(RunningSystem system, Map<Integer, UUID> before) throws Exception {
        for (int wait = 0; wait < 120; wait++) {
            var now = owners(system);
            Thread.sleep(1000);
            if (!now.equals(before) && owners(system).equals(now)) {
                return;
            }
        }
        throw new AssertionError("the newcomer got no partition");
    }

    private static Map<Integer, UUID> owners(RunningSystem system) throws Exception {
        var owners = new TreeMap<Integer, UUID>();
        try (var connection = system.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select partition, owner from reservation.partition_progress")) {
            while (rows.next()) {
                owners.put(rows.getInt(1), rows.getObject(2, UUID.class));
            }
        }
        return owners;
    }
}
