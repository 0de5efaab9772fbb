package io.seatlog.proof.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The certificate of a sale, as {@code certificate.json} has it; the fields are explained in {@code docs/certificate.md}.
 *
 * @param format of this document; another number when a field changes its meaning or goes
 * @param because the verdict in words, a sentence each
 * @param notes what a reader should know: what was left out, and what cannot be told
 * @param records of the archive by kind
 * @param root hash over the chains of all subsections
 */
public record Certificate(String format, UUID eventId, Verdict verdict, List<String> because, List<String> notes,
        Instant madeAt, boolean atRest, Map<String, Long> records, Counts totals, List<Checked> rules,
        List<String> findings, OrderAudit order, Explained rejections, Timing.Waited acceptToDecision,
        Timing.Course course, String root, List<SubsectionResult> subsections) {
    static final String FORMAT = "seatlog-sale-certificate/1";

    /** What it comes to. */
    public enum Verdict {
        /** Nothing was found, and what is needed to say so was there. */
        KEPT,
        /** Something was found. */
        BROKEN,
        /** Something needed is missing, and nothing was found in what is there. */
        NOT_CHECKED
    }

    /** How one rule of the history checker came out. */
    public enum State {
        KEPT,
        BROKEN,
        NOT_CHECKED
    }

    /** @param why it was not checked; empty otherwise */
    public record Checked(String rule, String promise, State state, long findings, String why) {}

    /** @param sample at random, the same for the same archive */
    public record Explained(long rejected, long explained, long unexplained, List<Explanations.Rejection> sample) {}
}
