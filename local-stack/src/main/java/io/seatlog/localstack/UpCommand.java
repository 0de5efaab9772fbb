package io.seatlog.localstack;

import io.seatlog.embedded.Jit;
import io.seatlog.localstack.LocalSystem.Size;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./seatlog up}: everything, in the foreground, until Ctrl-C. */
@Command(name = "up", description = "Start the whole system and keep it running until Ctrl-C.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "", "The data is kept in the data folder and found again by the next start. DIR/endpoints.json",
        "describes the running system for scripts; DIR/logs holds the output of every process."})
final class UpCommand implements Callable<Integer> {

    private static final int MOST_INSTANCES = 16;
    private static final int MOST_PARTITIONS = 1000;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--port", paramLabel = "N", description = "Port of the first ticketing instance, the others follow; taken is an error (default: 8080, or any free one).")
    private @Nullable Integer port;

    @Option(names = "--ticketing", paramLabel = "N", defaultValue = "1", description = "Processes of the public API, 1 to 16 (default: ${DEFAULT-VALUE}).")
    private int ticketing;

    @Option(names = "--reservation", paramLabel = "N", defaultValue = "1", description = "Processes that decide bookings, 1 to 16 (default: ${DEFAULT-VALUE}).")
    private int reservation;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of the log, 1 to 1000; fixed at the first start (default: 64).")
    private @Nullable Integer partitions;

    @Option(names = "--jit", paramLabel = "MODE", defaultValue = "quick", description = "quick: the JVMs are fast at once; full: faster still after some minutes (default: ${DEFAULT-VALUE}).")
    private Jit jit = Jit.QUICK;

    @Option(names = "--fresh", description = "Delete the data of an earlier run first.")
    private boolean fresh;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        checkLimits();
        PrintWriter out = spec.commandLine().getOut();
        try (DataFolder folder = new DataFolder(data.folder())) {
            folder.open();
            folder.endLeftovers();
            folder.turnLogs();
            if (fresh) {
                folder.erase();
            }
            Settings settings = folder.settings(partitions);
            Size size = new Size(ticketing, reservation, port);
            LocalSystem.requireFreePorts(size);
            Preparation.ensure(new Console(out));
            Console console = new Console(out);
            console.line("Starting Seatlog in " + folder.root());
            run(folder, size, settings, console);
        }
        return 0;
    }

    private void run(DataFolder folder, Size size, Settings settings, Console console) {
        try (LocalSystem system = new LocalSystem(folder, console, Jvm.of(jit))) {
            try {
                Endpoints endpoints = system.start(size, settings);
                Banner.print(console, endpoints, folder);
                system.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException failed) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw failed; // Not a consequence of Ctrl-C during the start.
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                console.line("");
                console.line("Stopping …");
            }
        }
        console.line(String.format(Locale.ROOT, "Stopped. The data stays in %s", folder.root()));
    }

    private void checkLimits() {
        check("--ticketing", ticketing, MOST_INSTANCES);
        check("--reservation", reservation, MOST_INSTANCES);
        if (partitions != null) {
            check("--partitions", partitions, MOST_PARTITIONS);
        }
        if (port != null) {
            check("--port", port, 65_535 - MOST_INSTANCES);
        }
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " is 1 to " + most + ", not " + value);
        }
    }
}
