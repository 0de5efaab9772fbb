package io.seatlog.proof.certificate;

import static io.seatlog.proof.certificate.Charts.number;

import io.seatlog.kernel.id.Version;
import io.seatlog.proof.certificate.Certificate.State;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a certificate: one file, without scripts and without anything from elsewhere. */
final class CertificatePage {
    private final Certificate certificate;
    private final StringBuilder html = new StringBuilder(1 << 16);

    private CertificatePage(Certificate certificate) {
        this.certificate = certificate;
    }

    static String of(Certificate certificate) throws IOException {
        var page = new CertificatePage(certificate);
        page.head();
        page.figures();
        page.order();
        page.rejections();
        page.times();
        page.rules();
        page.chains();
        page.html.append("</main></body></html>\n");
        return page.html.toString();
    }

    private void head() throws IOException {
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Sale certificate ").append(certificate.eventId()).append("</title><style>")
                .append(css()).append("</style></head><body><main><h1>Sale certificate</h1>")
                .append("<p class=\"soft\">Event <span class=\"mono\">").append(certificate.eventId())
                .append("</span><br>Made ").append(certificate.madeAt()).append(" from ")
                .append(number(certificate.records().values().stream().mapToLong(Long::longValue).sum()))
                .append(" records; the sale was ").append(certificate.atRest() ? "at rest" : "not at rest")
                .append(".</p>");
        var verdict = certificate.verdict();
        html.append("<div class=\"verdict ").append(verdict).append("\"><strong>").append(switch (verdict) {
            case KEPT -> "Kept";
            case BROKEN -> "Broken";
            case NOT_CHECKED -> "Not checked";
        }).append("</strong>");
        certificate.because().forEach(sentence -> paragraph("", sentence));
        long open = count(State.NOT_CHECKED);
        paragraph("", "Rules: " + count(State.KEPT) + " kept, " + count(State.BROKEN) + " broken, " + open
                + " not checked" + (open > 0 ? ", each with its reason below" : "") + ".");
        html.append("</div>");
        if (!certificate.notes().isEmpty()) {
            html.append("<ul>");
            certificate.notes().forEach(note -> html.append("<li>").append(escaped(note)).append("</li>"));
            html.append("</ul>");
        }
    }

    private long count(State state) {
        return certificate.rules().stream().filter(rule -> rule.state() == state).count();
    }

    private void figures() {
        var all = certificate.totals();
        html.append("<h2>What happened</h2><dl class=\"figures\">");
        figure("Requests", number(all.requests()));
        figure("Held", number(all.held()));
        figure("Rejected", number(all.rejectedInAll()));
        figure("Tickets sold", number(all.ticketsSold()));
        all.revenueMinor().forEach((currency, minor) -> figure("Revenue", money(currency, minor)));
        figure("Subsections", number(certificate.subsections().size()));
        html.append("</dl>");
        html.append(Charts.shares("Decided bookings by what became of the request", List.of(
                new Charts.Slice("held", all.held(), "c1"), new Charts.Slice("rejected", all.rejectedInAll(), "c2"))));
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("Requests in the log", number(all.requests())));
        rows.add(List.of("of them repeats without effect", number(all.repeats())));
        rows.add(List.of("not decided yet", number(all.pending())));
        rows.add(List.of("Bookings decided", number(all.decided())));
        rows.add(List.of("Held", number(all.held())));
        rows.add(List.of("Rejected", number(all.rejectedInAll())));
        rows.add(List.of("Confirmed (paid)", number(all.confirmed())));
        rows.add(List.of("of them after the hold had ended", number(all.confirmedLate())));
        rows.add(List.of("Expired", number(all.expired())));
        rows.add(List.of("Cancelled", number(all.cancelled())));
        rows.add(List.of("Seats given back by holds that kept others", number(all.released())));
        rows.add(List.of("Tickets sold at the end", number(all.ticketsSold())));
        rows.add(List.of("Seats kept for the house at the end", number(all.seatsBlocked())));
        all.revenueMinor().forEach((currency, minor) -> rows.add(List.of("Revenue, " + currency,
                money(currency, minor))));
        table("All of the event's subsections together", List.of("What", "!Number"), rows);
        if (!all.refused().isEmpty()) {
            html.append("<h3>Refused commands</h3>");
            byReason("Commands that had no effect, and why", all.refused());
        }
    }

    private void order() {
        var order = certificate.order();
        html.append("<h2>Was anybody overtaken?</h2>");
        paragraph("", order.overtaken() == 0 && order.differing() == 0
                ? "No. " + number(order.redecided()) + " commands were decided again in the order of the log, with the "
                        + "same result each."
                : number(order.overtaken()) + " requests were rejected for want of seats that they could have had; "
                        + number(order.differing()) + " commands in all were decided otherwise than their place in the "
                        + "log demands.");
        paragraph("soft",
                "Within a subsection the log's order is the order of decision. Each command was decided again "
                        + "by the production code, from the state that the outcomes before it left. This says nothing about the "
                        + "order in which requests reached the log, nor between two subsections; where buyers are limited, what "
                        + "was said of a buyer's limit is taken as given here and checked by the rules below.");
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("Decided again", number(order.redecided())));
        rows.add(List.of("with another result", number(order.differing())));
        rows.add(List.of("of them overtaken", number(order.overtaken())));
        rows.add(List.of("Believed: Seatlog's own fault", number(order.believed())));
        rows.add(List.of("Not decided again: booking of another partition", number(order.elsewhere())));
        rows.add(List.of("Not decided again: after an impossible outcome", number(order.unfollowed())));
        table("The order audit", List.of("Commands", "!Number"), rows);
        if (!order.overtakings().isEmpty()) {
            table("Overtaken (a sample)", List.of("Subsection", "Place", "@Booking", "Could have had", "@Taken by"),
                    order.overtakings().stream().map(each -> List.of(name(each.subsection()), place(each.version()),
                            each.booking().toString(), String.join(", ", each.seats()),
                            each.by() == null ? "nobody" : each.by().toString())).toList());
        }
        if (!order.differences().isEmpty()) {
            table("Decided otherwise (a sample)", List.of("Subsection", "Place", "Published", "Decided again"),
                    order.differences().stream().map(each -> List.of(name(each.subsection()), place(each.version()),
                            each.published(), each.redecided())).toList());
        }
    }

    private void rejections() {
        var rejections = certificate.rejections();
        html.append("<h2>Why bookings were rejected</h2>");
        paragraph("", number(rejections.rejected()) + " rejections, " + number(rejections.unexplained())
                + " without an explanation. Each is in rejections.jsonl with who held the seats at its place in the log.");
        byReason("Rejected bookings by reason", certificate.totals().rejected());
        if (!rejections.sample().isEmpty()) {
            html.append("<details><summary>").append(rejections.sample().size())
                    .append(" of them, at random</summary>");
            table("A sample of rejections", List.of("Subsection", "Place", "@Booking", "Reason", "!Tickets", "Why"),
                    rejections.sample().stream().map(each -> List.of(name(each.subsection()), place(each.version()),
                            each.booking().toString(), each.reason(), number(each.quantity()), each.why())).toList());
            html.append("</details>");
        }
    }

    private void times() {
        var waited = certificate.acceptToDecision();
        html.append("<h2>From accept to decision</h2>");
        if (waited.measured() == 0) {
            paragraph("", "Not known: the archive does not say when outcomes were published.");
        } else {
            paragraph("", "Between the append of a request to the log and the append of its outcome, by the broker's "
                    + "clock: " + number(waited.measured()) + " requests, " + Charts.millis(waited.meanMillis())
                    + " on average. Bars grow with the logarithm.");
            html.append(Charts.waits("So many of a hundred requests waited no longer", waited));
            table("Waiting times", List.of("Of a hundred", "!Waited no longer than"), waited.percentilesMillis()
                    .entrySet().stream().map(entry -> List.of(entry.getKey(), Charts.millis(entry.getValue())))
                    .toList());
        }
        var course = certificate.course();
        if (!course.parts().isEmpty()) {
            html.append("<h3>Decisions per second</h3>");
            html.append(Charts.course("Decisions per second over the sale", course));
            html.append("<details><summary>As a table</summary>");
            table("Parts of " + course.seconds() + " s, UTC", List.of("From", "!Requested", "!Held", "!Rejected"),
                    course.parts().stream().map(part -> List.of(part.from().toString(), number(part.requested()),
                            number(part.held()), number(part.rejected()))).toList());
            html.append("</details>");
        }
    }

    private void rules() {
        html.append("<h2>Rules</h2>");
        paragraph("soft", "By the history checker, which does not know the code that it judges.");
        html.append("<div class=\"scroll\"><table><caption>Every rule, and how it came out</caption><thead><tr>")
                .append("<th scope=\"col\">Result</th><th scope=\"col\">Promise</th><th scope=\"col\">Rule</th></tr>")
                .append("</thead><tbody>");
        for (var rule : certificate.rules()) {
            html.append("<tr><td class=\"state ").append(rule.state()).append("\">").append(switch (rule.state()) {
                case KEPT -> "kept";
                case BROKEN -> "broken: " + number(rule.findings());
                case NOT_CHECKED -> "not checked";
            }).append("</td><td>").append(escaped(rule.promise())).append(rule.why().isEmpty()
                    ? ""
                    : " <span class=\"soft\">(" + escaped(rule.why()) + ")</span>")
                    .append("</td><td class=\"mono\">").append(rule.rule()).append("</td></tr>");
        }
        html.append("</tbody></table></div>");
        if (!certificate.findings().isEmpty()) {
            table("What was found (at most a hundred of a rule)", List.of("Finding"),
                    certificate.findings().stream().limit(200).map(List::of).toList());
        }
    }

    private void chains() {
        html.append("<h2>Hash chains</h2>");
        paragraph("", "One hash over all outcomes of the event:");
        html.append("<p class=\"mono\">").append(certificate.root()).append("</p>");
        paragraph("soft",
                "Each subsection has a chain: SHA-256 over the link before, the version as eight bytes and the "
                        + "outcome's bytes as they are published, beginning with the hash of \"seatlog-chain-1:\" and the "
                        + "subsection's id. The hash above is over the id (4 bytes), the number of links (8 bytes) and the last "
                        + "link of every chain, by ascending id. Whoever has the topic of outcomes can compute them again.");
        html.append("<details><summary>").append(number(certificate.subsections().size()))
                .append(" subsections</summary>");
        table("Subsections", List.of("Subsection", "!Seats", "!Requests", "!Held", "!Rejected", "!Sold", "!Links",
                "Last link"),
                certificate.subsections().stream().map(each -> List.of(name(each), number(each.seats()),
                        number(each.counts().requests()), number(each.counts().held()),
                        number(each.counts().rejectedInAll()), number(each.counts().ticketsSold()),
                        number(each.outcomes()), each.chain())).toList());
        html.append("</details>");
    }

    private void byReason(String caption, Map<String, Long> reasons) {
        table(caption, List.of("Reason", "!Number"), reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> List.of(entry.getKey(), number(entry.getValue()))).toList());
    }

    /** @param columns beginning with ! for numbers, with @ for what is not to be broken */
    private void table(String caption, List<String> columns, List<List<String>> rows) {
        html.append("<div class=\"scroll\"><table><caption>").append(escaped(caption)).append("</caption><thead><tr>");
        var classes = columns.stream().map(CertificatePage::cssClass).toList();
        for (int i = 0; i < columns.size(); i++) {
            html.append("<th scope=\"col\"").append(classes.get(i)).append('>')
                    .append(escaped(classes.get(i).isEmpty() ? columns.get(i) : columns.get(i).substring(1)))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (var row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                var tag = i == 0 ? "th scope=\"row\"" : "td";
                html.append('<').append(tag).append(classes.get(i)).append('>').append(escaped(row.get(i)))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
    }

    private static String cssClass(String column) {
        return switch (column.charAt(0)) {
            case '!' -> " class=\"n\"";
            case '@' -> " class=\"id mono\"";
            default -> "";
        };
    }

    private void figure(String label, String value) {
        html.append("<div><dt>").append(escaped(label)).append("</dt><dd>").append(escaped(value))
                .append("</dd></div>");
    }

    private void paragraph(String cssClass, String text) {
        html.append(cssClass.isEmpty() ? "<p>" : "<p class=\"" + cssClass + "\">").append(escaped(text))
                .append("</p>");
    }

    private String name(int subsection) {
        return certificate.subsections().stream().filter(each -> each.id() == subsection).map(CertificatePage::name)
                .collect(Collectors.joining());
    }

    private static String name(SubsectionResult of) {
        return of.section().isEmpty() ? "#" + of.id() : of.section() + "/" + of.subsection();
    }

    /** {@code generation:offset} of the command. */
    private static String place(long version) {
        return Version.generation(version) + ":" + Version.offset(version);
    }

    private static String money(String currency, long minor) {
        int digits = currency.isEmpty() ? 2 : Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        var text = BigDecimal.valueOf(minor, digits);
        return String.format(Locale.ROOT, "%,." + digits + "f %s", text, currency);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String css() throws IOException {
        try (var in = CertificatePage.class.getResourceAsStream("certificate.css")) {
            if (in == null) {
                throw new IOException("certificate.css is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
