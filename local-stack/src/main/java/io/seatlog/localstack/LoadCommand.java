package io.seatlog.localstack;

import io.seatlog.localstack.crowd.ClientHistory;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import io.seatlog.localstack.load.Target;
import io.seatlog.proof.history.Coverage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./seatlog load}: a simple load run on the running system, and the certificate of it. */
@Command(name = "load", description = "Book seats of a new event at a steady rate, then certify what came of it.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "", "Latency is from the intended time of a request to the broker's time of its outcome.",
        "Exit status: 0 when everything was decided and the certificate says kept, 1 otherwise."})
final class LoadCommand implements Callable<Integer> {
    private static final Duration DECIDED_WITHIN = Duration.ofMinutes(2);

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--bookings", paramLabel = "N", defaultValue = "20000", description = "How many requests (default: ${DEFAULT-VALUE}).")
    private int bookings;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "Requests a second; 0 for as fast as answers come (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--subsections", paramLabel = "N", defaultValue = "40", description = "Subsections of 500 seats each (default: ${DEFAULT-VALUE}).")
    private int subsections;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "0", description = "Requests sent and forgotten before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var endpoints = new DataFolder(data.folder()).endpoints()
                .orElseThrow(() -> new Refusal("Nothing runs on " + data.folder()));
        var console = new Console(spec.commandLine().getOut());
        var target = endpoints.target();
        try (var buyers = new Buyers(target.tokens()); var tape = new OutcomeTape(target)) {
            if (warmUp > 0) {
                var warm = run(target, buyers, warmUp, 1);
                warm.awaitDecisions(tape, DECIDED_WITHIN);
            }
            var event = buyers.makeEvent(target.apis().getFirst(), subsections, 20, 25);
            var shape = new LoadRun.Shape(event, subsections, bookings, rate, 2, 2);
            Path out = Files.createTempDirectory("seatlog-load-");
            Path acceptances = out.resolve("clients.history");
            long missing;
            try (var history = new ClientHistory(acceptances, Coverage.Kind.ACCEPTED)) {
                var run = new LoadRun(target, buyers, shape, (wish, answer) -> history.accepted(wish.id(),
                        Json.MAPPER.readTree(answer).path("receipt").asString()));
                var before = cpuSeconds(endpoints);
                run.send();
                missing = run.awaitDecisions(tape, DECIDED_WITHIN);
                var after = cpuSeconds(endpoints);
                report(console, run, tape, missing);
                cpu(console, before, after, run.accepted().size());
            }
            int status = VerifySaleCommand.certify(target, URI.create(endpoints.provider().url()), shape.eventId(),
                    out.resolve("certificate"), acceptances);
            return status == 0 && missing == 0 ? 0 : 1;
        }
    }

    private LoadRun run(Target target, Buyers buyers, int count, long seed) throws Exception {
        var event = buyers.makeEvent(target.apis().getFirst(), subsections, 20, 25);
        var run = new LoadRun(target, buyers, new LoadRun.Shape(event, subsections, count, 0, 2, seed));
        run.send();
        return run;
    }

    private static void report(Console console, LoadRun run, OutcomeTape tape, long missing) {
        int accepted = run.accepted().size();
        var latencies = run.latencies(tape);
        double span = run.span(tape);
        console.line(String.format(Locale.ROOT, "accepted %d, refused %s, repeated %d, undecided %d", accepted,
                run.refused(), run.repeated(), missing));
        console.line(String.format(Locale.ROOT, "decided %.0f/s over %.1f s", span == 0 ? 0 : accepted / span, span));
        console.line(String.format(Locale.ROOT, "to the outcome: p50 %d ms, p99 %d ms, max %d ms",
                LoadRun.percentile(latencies, 50), LoadRun.percentile(latencies, 99),
                LoadRun.percentile(latencies, 100)));
    }

    private static void cpu(Console console, Map<String, Double> before, Map<String, Double> after, int accepted) {
        double sum = 0;
        var parts = new ArrayList<String>();
        for (var process : after.entrySet()) {
            double used = (process.getValue() - before.getOrDefault(process.getKey(), 0.0)) * 1000
                    / Math.max(1, accepted);
            sum += used;
            parts.add(String.format(Locale.ROOT, "%s %.3f", process.getKey(), used));
        }
        console.line(String.format(Locale.ROOT, "CPU-seconds per 1,000: %.3f (%s)", sum, String.join(", ", parts)));
    }

    /** CPU time of every process and its children, PostgreSQL's backends included, and of the load itself. */
    private static Map<String, Double> cpuSeconds(Endpoints endpoints) {
        var seconds = new LinkedHashMap<String, Double>();
        seconds.put("client", cpuSeconds(ProcessHandle.current().pid()));
        seconds.put("ticketing", sum(endpoints.ticketing().stream().map(Endpoints.Ticketing::pid).toList()));
        seconds.put("reservation", sum(endpoints.reservation().stream().map(Endpoints.Reservation::pid).toList()));
        seconds.put("kafka", cpuSeconds(endpoints.kafka().pid()));
        seconds.put("postgres", cpuSeconds(endpoints.postgres().pid()));
        seconds.put("map", cpuSeconds(endpoints.kvrocks().pid()));
        return seconds;
    }

    private static double sum(List<Long> pids) {
        return pids.stream().mapToDouble(LoadCommand::cpuSeconds).sum();
    }

    private static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid).map(process -> own(process) + process.descendants().mapToDouble(LoadCommand::own)
                .sum()).orElse(0.0);
    }

    private static double own(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }
}
