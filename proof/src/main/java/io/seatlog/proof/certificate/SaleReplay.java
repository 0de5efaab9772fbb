package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Command;
import io.seatlog.proof.history.HistoryReader;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.Sorter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings what archives hold into the order of each subsection's log, by three sorts: commands by partition, for their log
 * time, which is the latest append time so far; then what names a booking by booking, for how it was before; then all of
 * it by subsection. Memory does not depend on the length of the sale.
 */
final class SaleReplay implements AutoCloseable {
    private final Sorter<Entry> logs;
    private final Sorter<Entry> bookings;
    private final Sorter<Entry> subsections;
    private final Progress progress;
    private long commands;
    private long outcomes;
    private long firstRequest = Long.MAX_VALUE;
    private long lastRequest = Long.MIN_VALUE;
    private int partition = -1;
    private long logTime;

    SaleReplay(Path workFolder, Progress progress) throws IOException {
        var sorters = Sorter.Factory.onDisk(workFolder);
        this.progress = progress;
        logs = sorters.sorter("logs", Entry.byPartition());
        bookings = sorters.sorter("bookings", Entry.byBooking());
        subsections = sorters.sorter("subsections", Entry.bySubsection());
    }

    void read(List<Path> files, long records) throws IOException {
        long read = 0;
        for (var file : files) {
            try (var reader = new HistoryReader(file)) {
                for (var record = reader.next(); record != null; record = reader.next()) {
                    add(record);
                    if (++read % Progress.EVERY == 0) {
                        progress.at("reading", read, records);
                    }
                }
            }
        }
    }

    private void add(HistoryRecord record) {
        switch (record) {
            case HistoryRecord.Commanded(var of, var version, var at, var command) -> {
                logs.add(Entry.asked(of, version, at.toEpochMilli(), command));
                commands++;
                if (command instanceof Command.ReserveSeats) {
                    firstRequest = Math.min(firstRequest, at.toEpochMilli());
                    lastRequest = Math.max(lastRequest, at.toEpochMilli());
                }
            }
            case HistoryRecord.Unreadable(var of, var version, var at) ->
                logs.add(Entry.tick(of, version, at.toEpochMilli()));
            case HistoryRecord.Decided(var of, _, var outcome, var publishedAt) -> {
                var entry = Entry.answered(of, publishedAt == null ? Entry.UNKNOWN : publishedAt.toEpochMilli(),
                        outcome);
                subsections.add(entry);
                if (!entry.subject().equals(Entry.NOBODY)) {
                    bookings.add(entry);
                }
                outcomes++;
            }
            default -> {
                // Rows, maps and money are the checker's.
            }
        }
    }

    long firstRequest() {
        return firstRequest == Long.MAX_VALUE ? 0 : firstRequest;
    }

    long lastRequest() {
        return Math.max(lastRequest, firstRequest());
    }

    /** Once, after all was read. */
    void follow(Consumer<Entry> to) {
        logs.drain(counting("log time", commands, this::logged));
        bookings.drain(counting("bookings", commands + outcomes, new BookingsBefore(subsections::add)));
        subsections.drain(counting("deciding again", commands + outcomes, to));
    }

    private void logged(Entry entry) {
        logTime = entry.partition() == partition ? Math.max(logTime, entry.at()) : entry.at();
        partition = entry.partition();
        var command = entry.command();
        if (command == null) {
            return;
        }
        var timed = entry.atLogTime(logTime);
        subsections.add(timed);
        switch (command) {
            case Command.OfBooking of -> bookings.add(timed.naming(of.bookingId()));
            case Command.ExpireHolds expire -> expire.bookingIds().forEach(id -> bookings.add(timed.naming(id)));
            case Command.CancelBookings cancel -> cancel.bookingIds().forEach(id -> bookings.add(timed.naming(id)));
            case Command.OfSubsection _ -> {
            }
        }
    }

    private Consumer<Entry> counting(String stage, long total, Consumer<Entry> to) {
        return new Consumer<>() {
            private long done;

            @Override
            public void accept(Entry entry) {
                to.accept(entry);
                if (++done % Progress.EVERY == 0) {
                    progress.at(stage, done, Math.max(done, total));
                }
            }
        };
    }

    @Override
    public void close() {
        logs.close();
        bookings.close();
        subsections.close();
    }
}
