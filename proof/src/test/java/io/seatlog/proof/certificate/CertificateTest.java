package io.seatlog.proof.certificate;

import static io.seatlog.proof.certificate.SaleStory.EVENT;
import static io.seatlog.proof.certificate.SaleStory.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.proof.certificate.Certificate.Verdict;
import io.seatlog.proof.history.Coverage;
import io.seatlog.proof.history.Coverage.Kind;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@NullUnmarked // JUnit fills the folder.
class CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    @TempDir
    private Path folder;
    private final List<HistoryRecord> history = new ArrayList<>();
    private final SaleStory story = new SaleStory(history::add);
    private int made;

    @Test
    void shouldCountEverythingThatCanHappen() throws IOException {
        everything();
        var certificate = make(true);

        assertThat(certificate.because()).singleElement().asString().startsWith("Every rule");
        assertThat(certificate.findings()).isEmpty();
        assertThat(certificate.verdict()).isEqualTo(Verdict.KEPT);
        var totals = certificate.totals();
        assertThat(totals.requests()).isEqualTo(11);
        assertThat(totals.repeats()).isEqualTo(1);
        assertThat(totals.held()).isEqualTo(5);
        assertThat(totals.rejected()).isEqualTo(Map.of("SEAT_TAKEN", 1L, "NO_SEATS", 1L, "SALE_PAUSED", 1L));
        assertThat(totals.decided()).isEqualTo(8);
        assertThat(totals.refused()).isEqualTo(Map.of("BOOKING_ID_REUSED", 2L, "NOT_ALLOWED_IN_STATUS", 1L));
        assertThat(totals.expired()).isEqualTo(1);
        assertThat(totals.cancelled()).isEqualTo(3);
        assertThat(totals.released()).isEqualTo(1);
        assertThat(totals.confirmed()).isEqualTo(3);
        assertThat(totals.confirmedLate()).isEqualTo(1);
        assertThat(totals.pending()).isZero();
        assertThat(totals.ticketsSold()).isEqualTo(2);
        assertThat(totals.revenueMinor()).isEqualTo(Map.of("EUR", 9_000L));
        assertThat(certificate.order().redecided()).isEqualTo(22);
        assertThat(certificate.order().elsewhere()).isEqualTo(1);
        assertThat(certificate.order().differing()).isZero();
        assertThat(certificate.subsections()).extracting(SubsectionResult::id).containsExactly(1, 2);
    }

    /** Two subsections of the event, one of another event, in two partitions. */
    private void everything() {
        var other = new UUID(1, 1);
        story.open(1, 1, 8).open(2, 1, 4).open(5, 1, other, 1, 4);
        story.hold(1, 1, 0, 1).pay(1).hold(1, 2, 1, 2).hold(1, 1, 0, 1); // Sold; rejected; repeated.
        story.hold(1, 3, 2, 3).hold(1, 4, 4, 5, 6).release(4, 6).cancel(4).cancel(4);
        story.best(5, 50, 2).pay(50);
        story.hold(1, 3, 4).best(2, 3, 1); // Another content; in another partition.
        story.best(2, 6, 3).pay(6).best(2, 7, 2).cancelAll(2, 6).best(2, 8, 1);
        story.sale(2, Sale.PAUSED).best(2, 9, 1);
        story.pass(SaleStory.HOLD_SECONDS).expire(1, 3).pay(3);
        story.cancelAll(1, 1, 99).poison(1);
    }

    @Test
    void shouldFindWhoWasOvertakenAndByWhom() throws IOException {
        story.open(1, 1, 8).hold(1, 1, 0).rejectedAnyway(1, 2, Reason.SEAT_TAKEN, 3, 4).hold(1, 3, 0).hold(1, 4, 4);
        var certificate = make(true);

        assertThat(certificate.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(certificate.order().overtaken()).isEqualTo(1);
        assertThat(certificate.order().differing()).isEqualTo(1);
        assertThat(certificate.order().overtakings()).singleElement().satisfies(one -> {
            assertThat(one.booking()).isEqualTo(id(2));
            assertThat(one.seats()).containsExactly("1-4", "1-5");
            assertThat(one.by()).isEqualTo(id(4));
        });
        assertThat(certificate.rejections().unexplained()).isEqualTo(1);
        assertThat(page(certificate)).contains("Broken", "Overtaken", id(4).toString());
    }

    @Test
    void shouldExplainEveryRejectionByWhoHeldTheSeats() throws IOException {
        story.open(1, 1, 4).hold(1, 1, 0, 1).pay(1).hold(1, 2, 1, 2).best(1, 3, 3);
        story.best(1, 4, 2).best(1, 5, 1).cancel(4).best(1, 6, 4);
        story.sale(1, Sale.CLOSED).best(1, 7, 1);
        var certificate = make(true);

        assertThat(certificate.rejections().unexplained()).isZero();
        assertThat(certificate.rejections().rejected()).isEqualTo(5);
        var mapper = JsonMapper.shared();
        var lines = Files.readAllLines(folder.resolve("out" + made).resolve(SaleCertificate.REJECTIONS)).stream()
                .map(mapper::readTree).toList();
        assertThat(lines).extracting(line -> line.path("kind").asString()).containsExactly("rejected", "holders",
                "rejected", "holders", "rejected", "holders", "rejected", "rejected");
        var taken = lines.get(0).path("heldBy");
        assertThat(taken.size()).isEqualTo(1);
        assertThat(taken.get(0).path("seat").asString()).isEqualTo("1-2");
        assertThat(taken.get(0).path("booking").asString()).isEqualTo(id(1).toString());
        assertThat(taken.get(0).path("status").asString()).isEqualTo("CONFIRMED");
        assertThat(taken.get(0).path("since").asLong()).isEqualTo(story.booking(1).version());
        assertThat(lines.get(2).path("free").asInt()).isEqualTo(2);
        assertThat(lines.get(2).path("holders").asLong()).isEqualTo(lines.get(1).path("version").asLong());
        var second = lines.get(3).path("changed");
        assertThat(second.size()).isEqualTo(1);
        assertThat(second.get(0).path("seats").toString()).isEqualTo("[\"1-3\",\"1-4\"]");
        assertThat(lines.get(5).path("changed").get(0).path("seats").size()).as("gone").isZero();
        assertThat(lines.get(7).path("reason").asString()).isEqualTo("SALE_CLOSED");
    }

    @Test
    void shouldSayWhatTheHouseKeeps() throws IOException {
        story.open(1, 1, 4).block(1, 0, 1).hold(1, 1, 1, 2).best(1, 2, 3).unblock(1, 1).best(1, 3, 3).best(1, 4, 1);
        var certificate = make(true);

        assertThat(certificate.verdict()).isEqualTo(Verdict.KEPT);
        assertThat(certificate.totals().seatsBlocked()).isEqualTo(1);
        assertThat(certificate.totals().held()).isEqualTo(1);
        assertThat(certificate.rejections().unexplained()).isZero();
        assertThat(certificate.rejections().sample()).extracting(Explanations.Rejection::why).containsExactly(
                "1-2 kept for the house", "2 of 4 seats were free", "0 of 4 seats were free");
        var lines = Files.readAllLines(folder.resolve("out" + made).resolve(SaleCertificate.REJECTIONS));
        assertThat(lines.getFirst()).contains("\"status\":\"BLOCKED\"").doesNotContain(House.CLAIM.toString());
        assertThat(page(certificate)).contains("Seats kept for the house at the end");
    }

    @Test
    void shouldHaveAnotherChainWhenOneOutcomeIsChanged() throws Exception {
        everything();
        Collections.shuffle(history, new Random(3));
        var certificate = make(true);
        var outcomes = new ArrayList<Outcome>();
        history.forEach(record -> {
            if (record instanceof HistoryRecord.Decided(_, _, var outcome, _) && outcome.subsectionId() == 2) {
                outcomes.add(outcome);
            }
        });
        outcomes.sort((one, two) -> Long.compare(one.version(), two.version()));
        assertThat(certificate.subsections().get(1).chain()).isEqualTo(chain(2, outcomes));

        history.replaceAll(
                record -> record instanceof HistoryRecord.Decided(var partition, var position, var outcome, var at)
                        && outcome instanceof Outcome.SeatsHeld(var booking) && booking.id().equals(id(8))
                                ? new HistoryRecord.Decided(partition, position,
                                        new Outcome.SeatsHeld(booking.marked(true, null)), at)
                                : record);
        var changed = make(true);
        assertThat(changed.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(changed.root()).isNotEqualTo(certificate.root());
        assertThat(changed.subsections().get(0).chain()).isEqualTo(certificate.subsections().get(0).chain());
        assertThat(changed.subsections().get(1).chain()).isNotEqualTo(certificate.subsections().get(1).chain());
        assertThat(changed.order().differences()).singleElement().extracting(OrderAudit.Difference::subsection)
                .isEqualTo(2);
    }

    /** As docs/certificate.md says it. */
    private static String chain(int subsection, List<Outcome> outcomes) throws Exception {
        var sha = MessageDigest.getInstance("SHA-256");
        var last = sha.digest(("seatlog-chain-1:" + subsection).getBytes(StandardCharsets.US_ASCII));
        for (var outcome : outcomes) {
            var bytes = OutcomeCodec.encode(outcome);
            last = sha.digest(ByteBuffer.allocate(last.length + 8 + bytes.length).put(last).putLong(outcome.version())
                    .put(bytes).array());
        }
        return HexFormat.of().formatHex(last);
    }

    @Test
    void shouldBeTheSameHoweverOftenAnOutcomeWasPublished() throws IOException {
        everything();
        var once = make(true);
        for (var record : List.copyOf(history)) {
            if (record instanceof HistoryRecord.Decided(var partition, var position, var outcome, var at)) {
                history.add(0, new HistoryRecord.Decided(partition, position, outcome, at.plusSeconds(100)));
                history.add(new HistoryRecord.Decided(partition, -1, outcome));
            }
        }
        var often = make(true);
        assertThat(often.totals()).isEqualTo(once.totals());
        assertThat(often.root()).isEqualTo(once.root());
        assertThat(often.acceptToDecision()).isEqualTo(once.acceptToDecision());
    }

    @Test
    void shouldMeasureTheTimeFromAcceptToDecision() throws IOException {
        story.open(1, 10, 10);
        for (int i = 1; i <= 100; i++) {
            story.wait = Duration.ofMillis(i == 100 ? 5_000 : i);
            story.best(1, i, 1).pass(1);
        }
        story.best(1, 101, 1);
        var waited = make(true).acceptToDecision();
        assertThat(waited.measured()).isEqualTo(101);
        assertThat(waited.percentilesMillis().get("50")).isBetween(50L, 52L);
        assertThat(waited.percentilesMillis().get("100")).isBetween(5_000L, 5_005L);
        var course = make(true).course();
        assertThat(course.seconds()).isEqualTo(1);
        assertThat(course.parts()).hasSizeBetween(100, 106);
        assertThat(course.parts().stream().mapToLong(Timing.Part::held).sum()).isEqualTo(100);
        assertThat(course.parts().stream().mapToLong(Timing.Part::rejected).sum()).isEqualTo(1);
        assertThat(course.parts().stream().mapToLong(Timing.Part::requested).sum()).isEqualTo(101);
    }

    @Test
    void shouldTellARunningSaleFromOneThatForgotSomebody() throws IOException {
        story.open(1, 1, 4).best(1, 1, 1).undecided(1, 2, 1).undecided(1, 3, 1);
        var running = make(false);
        assertThat(running.totals().pending()).isEqualTo(2);
        assertThat(running.verdict()).isEqualTo(Verdict.KEPT);
        assertThat(running.notes()).anyMatch(note -> note.contains("not at rest"));

        story.best(1, 4, 1);
        var forgotten = make(false);
        assertThat(forgotten.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(forgotten.order().differing()).isEqualTo(2);
    }

    @Test
    void shouldProveNothingWithoutTheLog() throws IOException {
        everything();
        var certificate = make(true, EnumSet.complementOf(EnumSet.of(Kind.ACCEPTED, Kind.TOLD, Kind.COMMANDED)));
        assertThat(certificate.verdict()).isNotEqualTo(Verdict.KEPT);
        var ofNobody = new SaleCertificate(new UUID(3, 3), List.of(write(true, all())), fresh(), List.of(),
                (_, _, _) -> {}).make(NOW);
        assertThat(ofNobody.verdict()).isEqualTo(Verdict.NOT_CHECKED);
    }

    @Test
    void shouldShowNoBuyerAndNothingFromElsewhere() throws IOException {
        everything();
        story.rejectedAnyway(1, 77, Reason.NO_SEATS, 5);
        var certificate = make(true);
        var page = page(certificate);
        assertThat(page).doesNotContain("buyer-", "<script", "http:", "https:", "url(", "@import");
        assertThat(Files.readString(folder.resolve("page").resolve(CertificateFolder.JSON))).doesNotContain("buyer-")
                .contains("\"format\" : \"seatlog-sale-certificate/1\"", "\"madeAt\" : \"2026-11-21T12:00:00Z\"");
        assertThat(Files.readString(folder.resolve("out" + made).resolve(SaleCertificate.REJECTIONS)))
                .doesNotContain("buyer-");
        assertThat(page).contains("90.00 EUR", certificate.root(), "BOOKING_ID_REUSED", "not checked");
    }

    @Test
    void shouldEndWithTheStatusOfItsVerdict() throws IOException {
        everything();
        story.end(true);
        var good = write(all());
        assertThat(run("--archive", good.toString())).isZero();
        assertThat(folder.resolve("run").resolve(CertificateFolder.PAGE)).exists();
        assertThat(folder.resolve("run").resolve(SaleCertificate.REJECTIONS)).exists();
        var bytes = Files.readAllBytes(good);
        Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 9));
        assertThat(run("--archive", folder.resolve("cut").toString())).isEqualTo(2);
        assertThat(run()).as("no addresses").isEqualTo(2);
        history.removeIf(record -> record instanceof HistoryRecord.Decided(_, _, Outcome.BookingRejected _, _));
        assertThat(run("--archive", write(all()).toString())).isEqualTo(1);
    }

    /** What buyers were told and accepted is theirs to write down; then it is checked, too. */
    @Test
    void shouldHoldAgainstTheSaleWhatClientsWereTold() throws IOException {
        everything();
        story.end(true);
        var archive = write(all()).toString();
        var sold = story.booking(1);
        var told = new HistoryRecord.Told("one", 1, sold.id(), sold.version(), sold.status());
        assertThat(run("--archive", archive, "--clients", clients(told))).isZero();
        var lie = new HistoryRecord.Told("one", 1, sold.id(), sold.version(), BookingStatus.EXPIRED);
        assertThat(run("--archive", archive, "--clients", clients(lie))).isEqualTo(1);
        var lost = new HistoryRecord.Accepted(id(999), sold.version() + 1_000, 1, "buyer-999", NOW);
        assertThat(run("--archive", archive, "--clients", clients(told, lost))).isEqualTo(1);
    }

    private String clients(HistoryRecord... records) throws IOException {
        var file = folder.resolve("clients" + ++made);
        try (var writer = new HistoryWriter(file, Coverage.of(Kind.ACCEPTED, Kind.TOLD))) {
            for (var record : records) {
                writer.write(record);
            }
        }
        return file.toString();
    }

    private int run(String... more) {
        var arguments = new ArrayList<>(List.of(EVENT.toString(), "--out", folder.resolve("run").toString()));
        arguments.addAll(List.of(more));
        return VerifySale.commandLine().execute(arguments.toArray(String[]::new));
    }

    private String page(Certificate certificate) throws IOException {
        new CertificateFolder(folder.resolve("page")).write(certificate);
        return Files.readString(folder.resolve("page").resolve(CertificateFolder.PAGE));
    }

    private static EnumSet<Kind> all() {
        return EnumSet.complementOf(EnumSet.of(Kind.ACCEPTED, Kind.TOLD, Kind.BUYERS));
    }

    private Certificate make(boolean atRest) throws IOException {
        return make(atRest, all());
    }

    private Certificate make(boolean atRest, EnumSet<Kind> kinds) throws IOException {
        return new SaleCertificate(EVENT, List.of(write(atRest, kinds)), fresh(), List.of(), (_, _, _) -> {})
                .make(NOW);
    }

    private Path fresh() throws IOException {
        return Files.createDirectory(folder.resolve("out" + ++made));
    }

    /** The story so far with its end, which does not stay in it. */
    private Path write(boolean atRest, EnumSet<Kind> kinds) throws IOException {
        int told = history.size();
        story.end(atRest);
        var file = write(kinds);
        history.subList(told, history.size()).clear();
        return file;
    }

    private Path write(EnumSet<Kind> kinds) throws IOException {
        var file = folder.resolve("archive" + ++made);
        try (var writer = new HistoryWriter(file, new Coverage(kinds))) {
            for (var record : history) {
                if (kinds.contains(record.kind())) {
                    writer.write(record);
                }
            }
        }
        return file;
    }
}
