package io.seatlog.localstack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./seatlog verify-sale}: the certificate of a sale, read from the running system, or from an archive. */
@Command(name = "verify-sale", description = {"Certifies a sale from its log: --help tells the options.",
        "Reads the system that runs on the data folder, or with --archive files."}, usageHelpAutoWidth = true)
final class VerifySaleCommand implements Callable<Integer> {
    private static final String MAIN = "io.seatlog.proof.certificate.VerifySale";
    private static final String HEAP = "-Xmx512m";
    private static final List<String> WITHOUT_SYSTEM = List.of("--archive", "--kafka", "--help", "-h");

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(arity = "0..*", paramLabel = "EVENT | OPTION", description = "The event's id, and options of the certificate.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws InterruptedException {
        List<String> all = new ArrayList<>(arguments);
        if (arguments.stream().anyMatch(WITHOUT_SYSTEM::contains)) {
            return Proof.run(MAIN, List.of(HEAP), all, Map.of());
        }
        DataFolder folder = new DataFolder(data.folder());
        Endpoints system = folder.endpoints().filter(_ -> folder.isInUse())
                .orElseThrow(() -> new Refusal("Nothing runs on " + folder.root()));
        all.addAll(List.of("--kafka", system.kafka().bootstrap(), "--jdbc", system.postgres().url(), "--user",
                system.postgres().user(), "--map", system.kvrocks().url(), "--provider", system.provider().url()));
        return Proof.run(MAIN, List.of(HEAP), all, Map.of("SEATLOG_DB_PASSWORD", system.postgres().password()));
    }
}
