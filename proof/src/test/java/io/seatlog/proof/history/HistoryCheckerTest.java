package io.seatlog.proof.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Outcome.BookingCancelled;
import io.seatlog.kernel.message.Sale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class HistoryCheckerTest {
    private static final int SEEDS = Integer.getInteger("seatlog.history.seeds", 300);

    @TempDir
    Path folder;

    /** Something of everything; {@link Mutations} plants its violations here and knows the numbers. */
    static List<HistoryRecord> story() {
        var history = new ArrayList<HistoryRecord>();
        var story = new Story(history::add);
        story.open(1, 0, 2, 6).open(2, 1, 1, 8);
        story.hold(1, 1, "ann", 0, 1, 2).hold(1, 2, "bob", 2).hold(1, 2, "bob", 2).hold(1, 2, "eve", 5);
        story.best(1, 3, "bob", 2).pay(3).pay(3).extend(1, 900).extend(1, 1_200).release(1, 1);
        story.hold(2, 4, "cid", 0, 1).hold(2, 5, "dan", 2, 3).best(2, 6, "eve", 5).hold(2, 3, "bob", 6);
        story.sale(2, Sale.PAUSED).hold(2, 7, "fay", 4).sale(2, Sale.OPEN).hold(2, 8, "fay", 4, 5, 6, 7);
        story.best(1, 9, "cid", 4).best(1, 10, "cid", 2).cancel(9).cancel(9);
        story.pass(610).expire(2, 4, 5).expire(2, 4, 5, 8).pay(4).hold(2, 11, "dan", 2).pay(5).poison(1);
        story.pay(11).cancelAll(2, 11, 5).hold(1, 12, "gus", 11).pay(12).hold(1, 14, "gus", 10);
        story.block(1, 8, 9, 11).block(1, 8).unblock(1, 9, 10).hold(1, 15, "hal", 8);
        story.pass(305).expire(1, 1, 14);
        story.end();
        return history;
    }

    private Report onDisk(List<HistoryRecord> history) throws IOException {
        var first = folder.resolve("first-" + System.nanoTime());
        var second = folder.resolve("second-" + System.nanoTime());
        var coverage = (Coverage) history.getFirst();
        try (var one = new HistoryWriter(first, coverage); var other = new HistoryWriter(second, coverage)) {
            for (int i = 1; i < history.size(); i++) {
                (i < history.size() / 2 ? one : other).write(history.get(i));
            }
        }
        var work = folder.resolve("work-" + System.nanoTime());
        var report = HistoryChecker.check(List.of(first, second), work, _ -> {});
        assertThat(work).doesNotExist();
        Files.delete(first);
        Files.delete(second);
        return report;
    }

    /** Both ways, which must agree. */
    private Report check(List<HistoryRecord> history) throws IOException {
        var report = HistoryChecker.check(history);
        assertThat(onDisk(history)).isEqualTo(report);
        return report;
    }

    @Test
    void shouldFindNothingInAValidHistory() throws IOException {
        var report = check(story());
        assertThat(report.findings()).as(report.text()).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(report.notRun()).isEmpty();
    }

    /** Rows under another name, and everything that is decided after they got it. */
    @Test
    void shouldFindNothingWhereABuyerWasErased() throws IOException {
        var rows = erased(story(), "gus", ErasedBuyer.next(), Long.MAX_VALUE);
        assertThat(check(rows).findings()).isEmpty();
        var cancelledLater = story();
        long cancelled = Edits.find(cancelledLater, 11, BookingCancelled.class).version();
        var decisions = erased(cancelledLater, "dan", ErasedBuyer.next(), cancelled);
        assertThat(decisions).isNotEqualTo(erased(story(), "dan", "dan", cancelled));
        assertThat(check(decisions).findings()).isEmpty();
    }

    @Test
    void shouldFindThatAnErasedBuyersRowsDiffer() throws IOException {
        var nobody = ErasedBuyer.next();
        var miscounted = erased(story(), "gus", nobody, Long.MAX_VALUE);
        Edits.replace(miscounted, HistoryRecord.BuyerRow.class, row -> row.buyer().equals(nobody),
                row -> new HistoryRecord.BuyerRow(Story.EVENT, nobody, row.taken() + 1));
        assertThat(check(miscounted).findings()).extracting(Finding::rule).containsExactly(Rule.BUYER_ROWS);

        var uncounted = erased(story(), "gus", nobody, Long.MAX_VALUE);
        Edits.drop(uncounted, r -> r instanceof HistoryRecord.BuyerRow row && row.buyer().equals(nobody));
        assertThat(check(uncounted).findings()).extracting(Finding::rule).containsExactly(Rule.BUYER_ROWS);

        var another = erased(story(), "gus", "zoe", Long.MAX_VALUE);
        assertThat(check(another).findings()).extracting(Finding::rule).contains(Rule.BOOKING_ROWS, Rule.BUYER_ROWS);
    }

    /** @param since the version of the first outcome that has the new name */
    private static List<HistoryRecord> erased(List<HistoryRecord> history, String buyer, String nobody, long since) {
        history.replaceAll(record -> switch (record) {
            case HistoryRecord.BookingRow(var partition, var booking) when booking.buyer().equals(buyer) ->
                new HistoryRecord.BookingRow(partition, booking.erased(nobody));
            case HistoryRecord.BuyerRow row when row.buyer().equals(buyer) ->
                new HistoryRecord.BuyerRow(row.eventId(), nobody, row.taken());
            case HistoryRecord.Decided(var partition, var position, Outcome.OfBooking of, var at) when of
                    .version() >= since && of.booking().buyer().equals(buyer) ->
                new HistoryRecord.Decided(partition, position, Edits.with(of, of.booking().erased(nobody)), at);
            default -> record;
        });
        return history;
    }

    @Test
    void shouldNotDependOnTheOrderOfTheRecords() {
        for (int seed = 0; seed < 20; seed++) {
            var history = story();
            Collections.shuffle(history, new Random(seed));
            assertThat(HistoryChecker.check(history).findings()).as("seed " + seed).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldFindEachPlantedViolation() {
        return Mutations.all().stream().map(mutation -> DynamicTest.dynamicTest(mutation.name(), () -> {
            var history = mutation.on(story());
            var report = check(history);
            assertThat(report.counts().get(mutation.rule())).as(report.text()).isPositive();
        }));
    }

    @Test
    void shouldHaveAPlantedViolationOfEveryRule() {
        var planted = EnumSet.noneOf(Rule.class);
        Mutations.all().forEach(mutation -> planted.add(mutation.rule()));
        assertThat(planted).isEqualTo(EnumSet.allOf(Rule.class));
    }

    @Test
    void shouldFindNothingInRandomValidHistories() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            var history = RandomStory.of(seed, 150);
            var report = HistoryChecker.check(history);
            assertThat(report.clean()).as("seed " + seed + "\n" + report.text()).isTrue();
            if (seed % 50 == 0) {
                assertThat(onDisk(history)).isEqualTo(report);
            }
        }
    }

    @Test
    void shouldFindEachCorruptedRecordOrKnowWhyItDoesNoHarm() {
        var missed = new ArrayList<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var history = RandomStory.of(seed, 60);
            int at = 1 + random.nextInt(history.size() - 1);
            var original = history.get(at);
            var corrupted = Corruption.of(original, random);
            if (corrupted == null) {
                history.remove(at);
            } else {
                history.set(at, corrupted);
            }
            if (HistoryChecker.check(history).clean() && !Corruption.harmless(original, corrupted, history)) {
                missed.add("seed " + seed + ": " + original + "\n  became " + corrupted);
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void shouldNameWhatItDidNotCheck() throws IOException {
        var history = story();
        history.removeIf(record -> record.kind() == Coverage.Kind.TOLD || record.kind() == Coverage.Kind.MAPS);
        var kinds = EnumSet.allOf(Coverage.Kind.class);
        kinds.removeAll(EnumSet.of(Coverage.Kind.TOLD, Coverage.Kind.MAPS));
        history.set(0, new Coverage(kinds));

        var report = check(history);

        assertThat(report.clean()).isTrue();
        assertThat(report.notRun()).containsOnlyKeys(Rule.TOLD, Rule.TOLD_ORDER, Rule.TOLD_LAST, Rule.MAP)
                .containsEntry(Rule.MAP, "without MAPS");
        assertThat(report.counts()).doesNotContainKey(Rule.MAP);
        assertThat(report.text()).contains("not run MAP").contains("holds   ONE_OWNER");
    }

    @Test
    void shouldSayLittleOfARunThatWasNotAtRest() {
        var history = story();
        history.removeIf(HistoryRecord.BookingRow.class::isInstance);
        history.replaceAll(record -> record instanceof HistoryRecord.End end
                ? new HistoryRecord.End(end.logTimes(), false, end.grace())
                : record);

        var report = HistoryChecker.check(history);

        assertThat(report.notRun()).containsEntry(Rule.BOOKING_ROWS, "the run was not at rest at its end");
        assertThat(report.counts()).containsEntry(Rule.MOVES, 0L);
    }

    @Test
    void shouldKeepAHundredFindingsOfARuleAndCountAll() {
        var history = story();
        for (int i = 0; i < 250; i++) {
            history.add(new HistoryRecord.Charge(Story.id(5_000 + i), 1, "EUR", HistoryRecord.ChargeState.CAPTURED));
        }
        var report = HistoryChecker.check(history);
        assertThat(report.counts()).containsEntry(Rule.MONEY, 250L);
        assertThat(report.findings()).hasSize(Report.MOST_OF_A_RULE);
    }

    @Test
    void shouldRefuseAHistoryThatDoesNotSayWhatItCovers() {
        var history = story();
        history.removeFirst();
        assertThatThrownBy(() -> HistoryChecker.check(history)).isInstanceOf(HistoryException.class)
                .hasMessageContaining("does not say");
        history.addFirst(Coverage.of(Coverage.Kind.DECIDED));
        assertThatThrownBy(() -> HistoryChecker.check(history)).isInstanceOf(HistoryException.class)
                .hasMessageContaining("does not cover");
    }

    @Test
    void shouldSortOnDiskAsInMemory() throws IOException {
        var random = new Random(5);
        try (var disk = new DiskSorter<>(folder.resolve("sort"), Tickets.ORDER, 600 * 7, 3);
                var memory = new Sorter.InMemory<>(Tickets.ORDER)) {
            for (int i = 0; i < 5_000; i++) {
                // Few keys, so that many are equal and only the order of arrival tells them apart.
                var element = new Tickets(Story.EVENT, "b" + random.nextInt(20), random.nextInt(3), random.nextInt(5),
                        i, 0);
                disk.add(element);
                memory.add(element);
            }
            var sorted = new ArrayList<Tickets>();
            disk.drain(sorted::add);
            var expected = new ArrayList<Tickets>();
            memory.drain(expected::add);
            assertThat(sorted).isEqualTo(expected);
        }
    }
}
