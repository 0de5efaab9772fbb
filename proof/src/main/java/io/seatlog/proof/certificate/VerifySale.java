package io.seatlog.proof.certificate;

import io.seatlog.proof.history.HistoryException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./seatlog verify-sale}: the certificate of a sale, from a running system or from an archive of it. */
@Command(name = "verify-sale", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Reads what the log says of a sale, checks it, and writes a certificate: JSON and a page.",
        "It changes nothing in any store. Exit status: 0 kept, 1 broken, 2 cannot be checked."})
public final class VerifySale implements Callable<Integer> {
    /** Where the database password comes from: a command line is for everybody to see. */
    public static final String PASSWORD = "SEATLOG_DB_PASSWORD";
    private static final int CANNOT = 2;

    @Parameters(paramLabel = "EVENT", description = "The event's id.")
    private UUID eventId = new UUID(0, 0);

    @Option(names = "--out", paramLabel = "DIR", description = "Where the certificate goes; made when missing.")
    private Path out = Path.of("certificate");

    @Option(names = "--archive", paramLabel = "FILE", arity = "1..*", description = "From these files, not from a running system.")
    private List<Path> archive = new ArrayList<>();

    @Option(names = "--clients", paramLabel = "FILE", arity = "1..*", description = "What clients wrote down: their acceptances, and what streams told them.")
    private List<Path> clients = new ArrayList<>();

    @Option(names = "--keep-archive", description = "Leave the archive in DIR/archive.")
    private boolean keepArchive;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Bootstrap servers.")
    private @Nullable String kafka;

    @Option(names = "--jdbc", paramLabel = "URL", description = "Of the database.")
    private @Nullable String jdbc;

    @Option(names = "--user", paramLabel = "NAME", description = "Of the database; the password is in $" + PASSWORD
            + ".")
    private String user = "seatlog_reservation";

    @Option(names = "--map", paramLabel = "URI", description = "Of the map store; without it maps are not checked.")
    private @Nullable URI map;

    @Option(names = "--provider", paramLabel = "URI", description = "Of the simulated provider; without it money is not checked.")
    private @Nullable URI provider;

    @Option(names = "--grace", paramLabel = "SECONDS", description = "How long past its deadline a hold may stay, by log time.")
    private long graceSeconds = 60;

    /** Exit status as of the command. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new VerifySale()).setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println(command.getColorScheme().errorText("Cannot be checked: " + failure.getMessage()));
            if (!(failure instanceof HistoryException || failure instanceof IOException
                    || failure instanceof SQLException || failure instanceof IllegalStateException)) {
                failure.printStackTrace(command.getErr());
            }
            return CANNOT;
        });
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        var started = Instant.now();
        var folder = new CertificateFolder(out);
        Certificate certificate;
        try (var progress = new ProgressBar(System.out, System.console() != null && System.console().isTerminal())) {
            certificate = archive.isEmpty()
                    ? ofRunning(folder, started, progress)
                    : new SaleCertificate(eventId, withClients(archive), folder.path(), List.of(), progress)
                            .make(started);
        }
        folder.write(certificate);
        say(certificate, folder, started);
        return switch (certificate.verdict()) {
            case KEPT -> 0;
            case BROKEN -> 1;
            case NOT_CHECKED -> CANNOT;
        };
    }

    private Certificate ofRunning(CertificateFolder folder, Instant now, Progress progress)
            throws IOException, SQLException, InterruptedException {
        var archiveFolder = folder.path().resolve("archive");
        if (Files.exists(archiveFolder)) {
            throw new IllegalStateException(archiveFolder + " exists: give it with --archive, or another --out");
        }
        Files.createDirectories(archiveFolder);
        var written = new SaleArchive(sources(), eventId, archiveFolder, Duration.ofSeconds(graceSeconds), progress);
        try {
            var files = withClients(written.write());
            return new SaleCertificate(eventId, files, folder.path(), written.notes(), progress).make(now);
        } finally {
            if (!keepArchive) {
                delete(archiveFolder);
            }
        }
    }

    private List<Path> withClients(List<Path> files) {
        var all = new ArrayList<>(files);
        all.addAll(clients);
        return all;
    }

    private Sources sources() {
        var password = System.getenv(PASSWORD);
        if (kafka == null || jdbc == null || password == null) {
            throw new IllegalStateException("give --kafka, --jdbc and $" + PASSWORD + ", or --archive");
        }
        return new Sources(kafka, jdbc, user, password, map, provider);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    private static void say(Certificate certificate, CertificateFolder folder, Instant started) {
        var totals = certificate.totals();
        System.out.printf("%s: %,d requests, %,d held, %,d rejected, %,d tickets sold, in %.1f s%n",
                switch (certificate.verdict()) {
                    case KEPT -> "Kept";
                    case BROKEN -> "Broken";
                    case NOT_CHECKED -> "Not checked";
                }, totals.requests(), totals.held(), totals.rejectedInAll(), totals.ticketsSold(),
                Duration.between(started, Instant.now()).toMillis() / 1e3);
        certificate.because().forEach(sentence -> System.out.println("  " + sentence));
        certificate.notes().forEach(note -> System.out.println("  " + note));
        System.out.println("  " + folder.page());
    }
}
