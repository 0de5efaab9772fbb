package io.seatlog.proof.certificate;

import io.seatlog.proof.certificate.Certificate.Checked;
import io.seatlog.proof.certificate.Certificate.State;
import io.seatlog.proof.certificate.Certificate.Verdict;
import io.seatlog.proof.history.Coverage;
import io.seatlog.proof.history.Finding;
import io.seatlog.proof.history.HistoryChecker;
import io.seatlog.proof.history.Report;
import io.seatlog.proof.history.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes the certificate of a sale from archives of it and from nothing else: whoever has them gets the same one. Keeps
 * nothing between two; one thread makes one.
 */
public final class SaleCertificate {
    /** Where the explanations are, in the folder of a certificate. */
    public static final String REJECTIONS = "rejections.jsonl";
    private final UUID eventId;
    private final List<Path> files;
    private final Path folder;
    private final List<String> notes;
    private final Progress progress;

    /**
     * @param files the archives; see {@link SaleArchive}
     * @param folder exists; gets {@value #REJECTIONS}, and a work folder of about four times the archives, for a while
     * @param notes that the certificate repeats
     */
    public SaleCertificate(UUID eventId, List<Path> files, Path folder, List<String> notes, Progress progress) {
        this.eventId = eventId;
        this.files = List.copyOf(files);
        this.folder = folder;
        this.notes = List.copyOf(notes);
        this.progress = progress;
    }

    /** @throws io.seatlog.proof.history.HistoryException when an archive is damaged, cut off or none */
    public Certificate make(Instant now) throws IOException {
        var report = HistoryChecker.check(files, folder.resolve("work-check"),
                what -> progress.at("checking the rules: " + what, 0, 0));
        var work = Files.createDirectory(folder.resolve("work-replay"));
        try (var replay = new SaleReplay(work, progress);
                var explanations = new Explanations(folder.resolve(REJECTIONS))) {
            replay.read(files, report.records().values().stream().mapToLong(Long::longValue).sum());
            var timing = new Timing(replay.firstRequest(), replay.lastRequest());
            var redecision = new Redecision();
            var subsections = new ArrayList<SubsectionResult>();
            var audit = new SubsectionAudit(eventId, report.drained(), redecision, explanations, timing,
                    subsections::add);
            replay.follow(audit);
            audit.end();
            return certificate(now, report, redecision.audit(), explanations, timing, subsections);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } finally {
            Files.deleteIfExists(work);
        }
    }

    private Certificate certificate(Instant now, Report report, OrderAudit order, Explanations explanations,
            Timing timing, List<SubsectionResult> subsections) {
        var totals = Counts.NONE;
        var root = new Chain.Root();
        for (var each : subsections) {
            totals = totals.plus(each.counts());
            root.add(each.id(), each.outcomes(), each.chain());
        }
        var because = new ArrayList<String>();
        broken(report, order, explanations, subsections, because);
        var verdict = Verdict.BROKEN;
        if (because.isEmpty()) {
            missing(report, subsections, because);
            verdict = because.isEmpty() ? Verdict.KEPT : Verdict.NOT_CHECKED;
        }
        if (verdict == Verdict.KEPT) {
            because.add("Every rule that could be checked holds, and every command that could be decided again was "
                    + "decided as its place in the log demands.");
        }
        var records = new TreeMap<String, Long>();
        report.records().forEach((kind, count) -> records.put(kind.name(), count));
        return new Certificate(Certificate.FORMAT, eventId, verdict, because, notes(report, order), now,
                report.drained(), records, totals, rules(report),
                report.findings().stream().map(SaleCertificate::words).toList(), order,
                new Certificate.Explained(explanations.rejections(),
                        explanations.rejections() - explanations.unexplained(), explanations.unexplained(),
                        explanations.sample()),
                timing.waited(), timing.course(), root.text(), subsections);
    }

    private static void broken(Report report, OrderAudit order, Explanations explanations,
            List<SubsectionResult> subsections, List<String> because) {
        long rules = report.counts().values().stream().filter(count -> count > 0).count();
        if (rules > 0) {
            because.add(rules + " of the rules are broken: " + report.counts().entrySet().stream()
                    .filter(rule -> rule.getValue() > 0).map(rule -> rule.getKey().name()).toList() + ".");
        }
        if (order.overtaken() > 0) {
            because.add(order.overtaken() + " requests were rejected for want of seats that they could have had.");
        }
        if (order.differing() > 0) {
            because.add(order.differing() + " commands were decided otherwise than their place in the log demands.");
        }
        if (explanations.unexplained() > 0) {
            because.add(explanations.unexplained() + " rejections cannot be explained.");
        }
        long lost = subsections.stream().filter(each -> each.lost() != null).count();
        if (lost > 0) {
            because.add(lost + " subsections have an outcome that cannot follow the ones before it.");
        }
    }

    private static void missing(Report report, List<SubsectionResult> subsections, List<String> because) {
        var kinds = report.coverage().kinds();
        if (!kinds.contains(Coverage.Kind.COMMANDED) || !kinds.contains(Coverage.Kind.DECIDED)) {
            because.add("The archive does not have all commands and all outcomes: nothing was found, and nothing is "
                    + "proven.");
        }
        if (subsections.isEmpty()) {
            because.add("The archive has no subsection of this event.");
        }
    }

    private List<String> notes(Report report, OrderAudit order) {
        var all = new ArrayList<>(notes);
        if (!report.drained()) {
            all.add("The sale was not at rest: rules that need it to be were not run.");
        }
        if (order.believed() > 0) {
            all.add(order.believed() + " commands were answered with Seatlog's own fault (INTERNAL); that they could "
                    + "not be decided is believed.");
        }
        if (order.elsewhere() > 0) {
            all.add(order.elsewhere() + " commands name a booking of another partition and were not decided again.");
        }
        return all;
    }

    private static List<Checked> rules(Report report) {
        var rules = new ArrayList<Checked>();
        for (var rule : Rule.values()) {
            var why = report.notRun().get(rule);
            long count = report.counts().getOrDefault(rule, 0L);
            rules.add(new Checked(rule.name(), rule.promise(),
                    why != null ? State.NOT_CHECKED : count > 0 ? State.BROKEN : State.KEPT, count,
                    why == null ? "" : why));
        }
        return rules;
    }

    /** A finding's own words may quote an outcome, and with it a buyer: the subject and the places say where to look. */
    private static String words(Finding finding) {
        var at = finding.versions().stream().map(String::valueOf).toList();
        return finding.rule() + ": " + (isBuyer(finding.rule()) ? "a buyer" : finding.subject()) + " at " + at;
    }

    private static boolean isBuyer(Rule rule) {
        return rule == Rule.BUYER_LIMIT || rule == Rule.BUYER_ROWS;
    }
}
