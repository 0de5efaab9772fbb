package io.seatlog.localstack;

import io.seatlog.localstack.load.Target;
import io.seatlog.proof.certificate.VerifySale;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./seatlog verify-sale}: the certificate of a sale, read from the running system, or from an archive. */
@Command(name = "verify-sale", description = {"Certifies a sale from its log: --help tells the options.",
        "Reads the system that runs on the data folder, or with --archive files."}, usageHelpAutoWidth = true)
final class VerifySaleCommand implements Callable<Integer> {
    private static final String MAIN = VerifySale.class.getName();
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
        Target target = system.target();
        all.addAll(addresses(target, URI.create(system.provider().url())));
        return Proof.run(MAIN, List.of(HEAP), all, Map.of(VerifySale.PASSWORD, target.password()));
    }

    /**
     * @param out where the certificate goes
     * @param clients what they wrote down
     * @return the exit status of the program
     */
    static int certify(Target target, URI provider, UUID eventId, Path out, Path clients) throws InterruptedException {
        List<String> all = new ArrayList<>(
                List.of(eventId.toString(), "--out", out.toString(), "--clients", clients.toString()));
        all.addAll(addresses(target, provider));
        return Proof.run(MAIN, List.of(HEAP), all, Map.of(VerifySale.PASSWORD, target.password()));
    }

    private static List<String> addresses(Target target, URI provider) {
        return List.of("--kafka", target.kafka(), "--jdbc", target.jdbcUrl(), "--user", target.user(), "--map",
                target.map().toString(), "--provider", provider.toString());
    }
}
