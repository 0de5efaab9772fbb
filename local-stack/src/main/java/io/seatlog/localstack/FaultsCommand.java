package io.seatlog.localstack;

import io.seatlog.localstack.FaultRun.Settings;
import io.seatlog.localstack.Faults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./seatlog faults}: a sale of its own on real servers, everything of which is broken again and again. */
@Command(name = "faults", description = "Break everything of a system of its own, again and again, in the middle of a sale.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "",
        "Exit status: 0 when nothing was lost, doubled or stuck, 1 otherwise. The report, what clients were told and the",
        "certificate of the sale are in the folder of --out. The system that ./seatlog up runs is left alone."})
final class FaultsCommand implements Callable<Integer> {
    private static final int PARTITIONS = 16;
    private static final int MOST_MINUTES = 24 * 60;
    private static final int MOST_PER_SECOND = 500;
    private static final int MOST_ROUNDS = 1_000;
    private static final int MOST_BUYERS = 1_000_000;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "3", description = "How long faults strike, 0 to 1440 (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "How often each fault strikes at least, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--only", paramLabel = "NAME", arity = "1..*", description = "Only these faults, or kinds of faults: kill, pause, link, disk.")
    private List<String> only = List.of();

    @Option(names = "--rate", paramLabel = "N", defaultValue = "20", description = "Buyers a second, 1 to 500 (default: ${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(names = "--seed", paramLabel = "N", description = "For the order of faults and the wishes of buyers (default: another one each time).")
    private @Nullable Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Where data and report go (default: a new folder in .seatlog-faults beside the sources).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        check("--minutes", minutes, 0, MOST_MINUTES);
        check("--rounds", rounds, 1, MOST_ROUNDS);
        check("--rate", perSecond, 1, MOST_PER_SECOND);
        if (minutes * 60L * perSecond > MOST_BUYERS) {
            throw new ParameterException(spec.commandLine(), "--minutes and --rate make more than " + MOST_BUYERS
                    + " buyers, who are all remembered");
        }
        Console console = new Console(spec.commandLine().getOut());
        Path given = out;
        Path to = given != null
                ? given.toAbsolutePath().normalize()
                : Installation.home().resolve(".seatlog-faults")
                        .resolve(LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
        long chosen = seed == null ? System.nanoTime() : seed;
        List<Fault> faults = Faults.chosen(only);
        Settings settings = new Settings(Duration.ofMinutes(minutes), rounds, faults, perSecond, chosen);
        boolean smallDisk = faults.stream().anyMatch(fault -> fault.name().equals(Faults.DISK_FULL));
        Preparation.ensure(console);
        try (DataFolder folder = new DataFolder(to.resolve("data"))) {
            folder.open();
            folder.endLeftovers();
            folder.erase();
            FaultReport report;
            try (FaultySystem system = new FaultySystem(folder, PARTITIONS, smallDisk)) {
                system.start();
                console.line("A sale at " + perSecond + " buyers a second in " + to + ", seed " + chosen);
                report = new FaultRun(system, to, console, settings).run();
            } catch (InterruptedException stopped) {
                console.line("Stopped before the end: nothing is proven.");
                return 1;
            }
            Json.write(to.resolve("report.json"), report);
            report.print(console);
            if (!report.findings().isEmpty()) {
                console.line("Logs and data are in " + folder.root());
                return 1;
            }
            folder.erase();
            return 0;
        }
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(spec.commandLine(),
                    option + " is " + least + " to " + most + ", not " + value);
        }
    }
}
