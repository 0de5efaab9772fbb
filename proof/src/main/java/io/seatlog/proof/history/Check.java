package io.seatlog.proof.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One check of one history: every record goes into the streams where it has a place, and when all are in, each stream is
 * followed once in its order. The streams of buyers and payments are filled by those of subsections and bookings.
 */
final class Check implements AutoCloseable {
    private final Sorter<Keyed> log;
    private final Sorter<Keyed> subsections;
    private final Sorter<Keyed> bookings;
    private final Sorter<Keyed> streams;
    private final Sorter<Tickets> buyers;
    private final Sorter<Money> payments;
    private final Set<Coverage.Kind> covered = EnumSet.noneOf(Coverage.Kind.class);
    private final Map<Coverage.Kind, Long> records = new EnumMap<>(Coverage.Kind.class);
    private final RunFacts run = new RunFacts();
    private boolean coverageSaid;

    Check(Sorter.Factory sorters) {
        try {
            log = sorters.sorter("log", LogPass.ORDER);
            subsections = sorters.sorter("subsections", SubsectionPass.ORDER);
            bookings = sorters.sorter("bookings", BookingOrder.ORDER);
            streams = sorters.sorter("streams", StreamPass.ORDER);
            buyers = sorters.sorter("buyers", Tickets.ORDER);
            payments = sorters.sorter("payments", Money.ORDER);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void add(HistoryRecord record) {
        var kind = record.kind();
        if (kind != null) {
            records.merge(kind, 1L, Long::sum);
        }
        switch (record) {
            case Coverage coverage -> {
                coverageSaid = true;
                covered.addAll(coverage.kinds());
            }
            case HistoryRecord.End end -> run.add(end);
            case HistoryRecord.BuyerRow row -> buyers.add(Tickets.row(row));
            case HistoryRecord.Charge charge -> payments.add(Money.of(charge));
            case HistoryRecord.Accepted _,HistoryRecord.Commanded _,HistoryRecord.Unreadable _,HistoryRecord.Decided _,HistoryRecord.Told _,HistoryRecord.ToldLast _,HistoryRecord.BookingRow _,HistoryRecord.ClaimRow _,HistoryRecord.SubsectionRow _,HistoryRecord.RefusalRow _,HistoryRecord.MapImage _ ->
                route(record);
        }
    }

    private void route(HistoryRecord record) {
        var inLog = LogPass.keyOrNull(record);
        if (inLog != null) {
            log.add(inLog);
        }
        var ofSubsection = SubsectionPass.keyOrNull(record);
        if (ofSubsection != null) {
            subsections.add(ofSubsection);
        }
        var ofStream = StreamPass.keyOrNull(record);
        if (ofStream != null) {
            streams.add(ofStream);
        }
        BookingOrder.route(record, bookings::add);
    }

    /** @param progress is told which stream is followed next */
    Report report(Consumer<String> progress) {
        if (!coverageSaid) {
            throw new HistoryException("the history does not say what it covers");
        }
        for (var kind : records.keySet()) {
            if (!covered.contains(kind)) {
                throw new HistoryException("the history has records of " + kind + ", and does not cover them");
            }
        }
        var coverage = new Coverage(covered);
        var findings = new Findings(coverage, run.drained());
        progress.accept("subsections");
        var subsectionPass = new SubsectionPass(findings, run, buyers::add);
        subsections.drain(subsectionPass);
        subsectionPass.end();
        progress.accept("bookings");
        var bookingPass = new BookingPass(findings, run, payments::add);
        bookings.drain(bookingPass);
        bookingPass.end();
        progress.accept("log");
        var logPass = new LogPass(findings);
        log.drain(logPass);
        logPass.end();
        progress.accept("streams");
        streams.drain(new StreamPass(findings));
        progress.accept("buyers");
        var buyerPass = new BuyerPass(findings);
        buyers.drain(buyerPass);
        buyerPass.finish();
        progress.accept("payments");
        var paymentPass = new PaymentPass(findings);
        payments.drain(paymentPass);
        paymentPass.end();
        return findings.report(coverage, run.drained(), records);
    }

    @Override
    public void close() {
        log.close();
        subsections.close();
        bookings.close();
        streams.close();
        buyers.close();
        payments.close();
    }
}
