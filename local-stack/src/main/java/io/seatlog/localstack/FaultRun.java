package io.seatlog.localstack;

import io.seatlog.localstack.FaultReport.Struck;
import io.seatlog.localstack.Faults.Fault;
import io.seatlog.localstack.Faults.Kind;
import io.seatlog.localstack.crowd.ClientHistory;
import io.seatlog.localstack.crowd.Crowd;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.Money;
import io.seatlog.localstack.load.Target;
import io.seatlog.proof.history.Coverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * A sale under faults, one after the other: each is mended, and nobody waits any more, before the next. Afterwards all
 * buyers come to their end, and the sale is certified with what they were told.
 */
final class FaultRun {
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration CALM_WITHIN = Duration.ofMinutes(5);
    private static final Duration CALM_FOR = Duration.ofSeconds(1);
    private static final Duration NO_WAIT = Duration.ofSeconds(1);
    private static final Duration ENDED_WITHIN = Duration.ofMinutes(4);
    private static final int HOLD_SECONDS = 15;
    private static final int TICKETS_OF_A_BUYER = 4;
    private static final int MOST_TICKETS = 2;
    private static final int ROWS = 20;
    private static final int SEATS_OF_A_ROW = 25;
    private static final int LEAST_SUBSECTIONS = 16;
    private static final int MOST_SUBSECTIONS = 2_000;
    private static final int MINUTES_OF_A_ROUND = 5;
    private final FaultySystem system;
    private final Path out;
    private final Console console;
    private final Settings settings;
    private final List<Struck> struck = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    /** @param rounds each of the faults strikes at least so often, however long it takes */
    record Settings(Duration duration, int rounds, List<Fault> faults, int perSecond, long seed) {}

    FaultRun(FaultySystem system, Path out, Console console, Settings settings) {
        this.system = system;
        this.out = out;
        this.console = console;
        this.settings = settings;
    }

    FaultReport run() throws Exception {
        Random random = new Random(settings.seed());
        Target target = system.target();
        Path told = Files.createDirectories(out).resolve("clients.history");
        Files.deleteIfExists(told);
        long started = System.nanoTime();
        Crowd.Plan plan;
        try (Buyers organizer = new Buyers(system.target().tokens())) {
            int subsections = subsections();
            plan = new Crowd.Plan(
                    organizer.makeEvent(target.apis().getFirst(), subsections, ROWS, SEATS_OF_A_ROW, HOLD_SECONDS,
                            "\"maxTicketsPerBuyer\":" + TICKETS_OF_A_BUYER + ","),
                    subsections, settings.perSecond(), MOST_TICKETS, settings.seed());
        }
        try (ClientHistory history = new ClientHistory(told, Coverage.Kind.ACCEPTED, Coverage.Kind.TOLD);
                Crowd crowd = new Crowd(target.apis(), target.tokens(), plan, history)) {
            Thread.sleep(WARM_UP);
            if (!awaitCalm(crowd)) {
                findings.add("buyers waited for " + crowd.longestWait().toSeconds() + " s before any fault");
            }
            console.progress("no fault yet", "nobody waits");
            strike(crowd, random, started);
            crowd.finish(ENDED_WITHIN).forEach(stuck -> findings.add("never came to its end: booking " + stuck));
            findings.addAll(crowd.complaints());
            long elapsed = System.nanoTime() - started;
            history.close();
            String certificate = certify(target, plan, told);
            Map<Kind, Integer> strikes = new EnumMap<>(Kind.class);
            struck.forEach(each -> strikes.merge(each.fault().kind(), 1, Integer::sum));
            return new FaultReport(settings.seed(), elapsed / 60e9, settings.perSecond(), crowd.counts(), strikes,
                    FaultReport.measure(struck, crowd.waits()), findings, certificate);
        }
    }

    /** So many that seats are left to the end: a sale that is sold out is no test. */
    private int subsections() {
        double minutes = Math.max(settings.duration().toMinutes(), settings.rounds() * MINUTES_OF_A_ROUND);
        double tickets = minutes * 60 * settings.perSecond() * MOST_TICKETS;
        return (int) Math.clamp(Math.ceil(tickets / (ROWS * SEATS_OF_A_ROW)), LEAST_SUBSECTIONS, MOST_SUBSECTIONS);
    }

    private void strike(Crowd crowd, Random random, long started) throws InterruptedException {
        for (int round = 0; round < settings.rounds() || !isOver(started); round++) {
            List<Fault> order = new ArrayList<>(settings.faults());
            Collections.shuffle(order, random);
            for (Fault fault : order) {
                if (round >= settings.rounds() && isOver(started)) {
                    return;
                }
                long at = System.nanoTime();
                struck.add(new Struck(fault, at));
                try {
                    fault.strike().go(system, random);
                } catch (Refusal | IllegalStateException | UncheckedIOException notMended) {
                    findings.add(fault.name() + " could not be mended: " + notMended.getMessage());
                    return;
                }
                long mended = System.nanoTime();
                if (!awaitCalm(crowd)) {
                    findings.add("buyers still waited for " + crowd.longestWait().toSeconds() + " s, "
                            + CALM_WITHIN.toSeconds() + " s after " + fault.name() + " was over");
                }
                console.progress(fault.name(), String.format(Locale.ROOT, "mended after %.1f s, calm after %.1f s",
                        (mended - at) / 1e9, (System.nanoTime() - at) / 1e9));
            }
        }
    }

    private boolean isOver(long started) {
        return System.nanoTime() - started > settings.duration().toNanos();
    }

    /** Until nobody has waited for long, for a while. */
    private static boolean awaitCalm(Crowd crowd) throws InterruptedException {
        long deadline = System.nanoTime() + CALM_WITHIN.toNanos();
        long calmSince = System.nanoTime();
        while (System.nanoTime() - deadline < 0) {
            long now = System.nanoTime();
            if (crowd.longestWait().compareTo(NO_WAIT) > 0) {
                calmSince = now;
            } else if (now - calmSince > CALM_FOR.toNanos()) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    /** @return where the certificate is */
    private String certify(Target target, Crowd.Plan plan, Path told)
            throws InterruptedException {
        Path certificate = out.resolve("certificate");
        try {
            if (!new Money(target, system.provider()).awaitRest(ENDED_WITHIN)) {
                findings.add("payments are still under way after " + ENDED_WITHIN.toSeconds() + " s");
            }
            judge(target, plan, told, certificate);
        } catch (IOException | SQLException notJudged) {
            findings.add("the sale could not be certified: " + notJudged.getMessage());
        }
        return certificate.resolve("certificate.html").toString();
    }

    private void judge(Target target, Crowd.Plan plan, Path told, Path certificate)
            throws InterruptedException, IOException {
        int status = VerifySaleCommand.certify(target, system.provider(), plan.eventId(), certificate, told);
        Path json = certificate.resolve("certificate.json");
        if (status != 0 || !Files.exists(json)) {
            findings.add("verify-sale ended with status " + status + "; see " + certificate);
        }
        if (Files.exists(json)) {
            JsonNode written = Json.MAPPER.readTree(Files.readString(json));
            written.path("findings").forEach(finding -> findings.add(finding.asString()));
            for (JsonNode rule : written.path("rules")) {
                if (rule.path("state").asString().equals("NOT_CHECKED")) {
                    findings.add(rule.path("rule").asString() + " was not checked: " + rule.path("why").asString());
                }
            }
        }
    }
}
