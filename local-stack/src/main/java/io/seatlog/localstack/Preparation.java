package io.seatlog.localstack;

import io.seatlog.embedded.Folders;
import io.seatlog.localstack.LocalSystem.Size;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import io.seatlog.localstack.load.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One short run of the whole system after a build, on a scratch folder: it takes bookings, and at its end the JVMs of the
 * services write what they loaded and linked into caches (JEP 483 and 514), with which every later start takes a third of
 * the time. Nothing depends on it: where it fails, starts are slower.
 */
final class Preparation {

    private static final int PARTITIONS = 8;
    private static final int BOOKINGS = 400;
    private static final int SUBSECTIONS = 8;
    private static final Duration DECIDED_WITHIN = Duration.ofMinutes(1);

    private Preparation() {}

    /** The prepared services of this repository. */
    static Applications applications() {
        return new Applications(folder("apps"));
    }

    /** Prepares what was built since the last time; an interrupt ends it and stays set. */
    static void ensure(Console console) {
        Applications.requireBuilt();
        if (applications().areComplete()) {
            return;
        }
        console.line("Preparing the services for quick starts (once after a build, a minute or two)");
        try (DataFolder scratch = new DataFolder(folder("training"))) {
            scratch.open();
            scratch.endLeftovers();
            scratch.erase();
            train(scratch);
            keep(scratch);
        } catch (Refusal | IllegalStateException | IOException | UncheckedIOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                console.line("That did not work, so this start is a slow one: " + e.getMessage());
            }
        }
    }

    private static void train(DataFolder scratch) throws IOException {
        Console silent = new Console(new PrintWriter(Writer.nullWriter()));
        try (LocalSystem system = new LocalSystem(scratch, silent, Jvm.TRAINING)) {
            exercise(system.start(new Size(1, 1, null), scratch.settings(PARTITIONS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What happens in the first seconds of a sale. */
    private static void exercise(Endpoints endpoints) throws IOException, InterruptedException {
        Target target = endpoints.target();
        URI api = target.apis().getFirst();
        try (var buyers = new Buyers(target.tokens()); var tape = new OutcomeTape(target)) {
            var event = buyers.makeEvent(api, SUBSECTIONS, 20, 25);
            var run = new LoadRun(target, buyers,
                    new LoadRun.Shape(event, SUBSECTIONS, BOOKINGS, 0, 2, 1));
            run.send();
            run.awaitDecisions(tape, DECIDED_WITHIN);
            for (String path : new String[]{"/", "/api/events", "/api/events/" + event,
                    "/api/events/" + event + "/seats"}) {
                buyers.get(api.resolve(path), "trainee");
            }
        }
    }

    private static void keep(DataFolder scratch) throws IOException {
        if (!scratch.applications().areComplete()) {
            throw new IllegalStateException("no cache was written; see " + scratch.log("ticketing-1"));
        }
        Folders.delete(folder("apps"));
        Files.move(scratch.root().resolve("apps"), folder("apps"));
        scratch.erase();
    }

    private static Path folder(String name) {
        Path target = Installation.home().resolve("local-stack").resolve("target");
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.resolve(name);
    }
}
