package io.seatlog.localstack;

import io.seatlog.embedded.Jit;
import io.seatlog.embedded.Ports;
import io.seatlog.embedded.SeatlogDatabase;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code ./seatlog log adopt}: reservation-service's one-off mode, against the running system or, when none runs, against
 * the folder's stores, started for the occasion.
 */
@Command(name = "adopt", description = "Adopt a new log from its start, after its topics were lost or replaced.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "", "Receipts of the old log are answered with 410 from then on. Exit status: 0 when adopted."})
final class AdoptLogCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = new Console(spec.commandLine().getOut());
        try (DataFolder folder = new DataFolder(data.folder())) {
            Settings settings = folder.settings()
                    .orElseThrow(() -> new Refusal("There is no Seatlog data in " + folder.root()));
            if (folder.isInUse()) {
                Endpoints endpoints = folder.endpoints().orElseThrow(
                        () -> new Refusal(
                                "Seatlog is still starting on " + folder.root() + "; try again when it is up"));
                return adopt(folder, endpoints.addresses(folder.credentials()), settings);
            }
            folder.open();
            folder.endLeftovers();
            try (Stores stores = new Stores(folder, Jit.QUICK)) {
                SeatlogDatabase database = stores.start(console,
                        () -> folder.applications().install(Preparation.applications()));
                return adopt(folder, new Service.Addresses(stores.kafka().bootstrapServers(), database,
                        stores.redis().url().toString()), settings);
            }
        }
    }

    /** In the foreground: what it prints is the operator's answer. */
    private static int adopt(DataFolder folder, Service.Addresses addresses, Settings settings)
            throws IOException, InterruptedException {
        Service service = Service.reservation(folder, "adopt-log", Ports.free(), addresses, settings.partitions());
        ProcessBuilder builder = new ProcessBuilder(service.command(Jvm.QUICK, "--seatlog.mode=adopt-log")).inheritIO();
        builder.environment().putAll(service.environment());
        Process process = builder.start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
