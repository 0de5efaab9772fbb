package io.seatlog.proof.certificate;

import io.seatlog.proof.history.Coverage;
import io.seatlog.proof.history.Coverage.Kind;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * How fast certificates are made: {@code write FILE BOOKINGS} writes the archive of a sale that production code decided
 * (give it 2 GiB for a million), {@code make FILE DIR} makes its certificate with a heap of your choice.
 */
final class CertificateSpeed {
    private static final int SUBSECTIONS = 200;
    private static final int ROWS = 20;
    private static final int SEATS = 25;

    private CertificateSpeed() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("write")) {
            write(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        } else {
            make(Path.of(arguments[1]), Path.of(arguments[2]));
        }
    }

    /** A rush of ten minutes: a third chooses seats, most who hold pay, some cancel, some let their hold run out. */
    private static void write(Path file, int bookings) throws IOException {
        long start = System.nanoTime();
        var kinds = EnumSet.complementOf(EnumSet.of(Kind.ACCEPTED, Kind.TOLD, Kind.BUYERS));
        try (var writer = new HistoryWriter(file, new Coverage(kinds))) {
            var story = new SaleStory(record -> write(writer, record)).forgetful();
            for (int id = 1; id <= SUBSECTIONS; id++) {
                story.open(id, ROWS, SEATS);
            }
            var random = new Random(1);
            var held = new ArrayDeque<Long>();
            for (int i = 1; i <= bookings; i++) {
                // The nearer the end, the emptier the queue.
                story.wait = Duration.ofMillis(
                        3 + (long) (2_000.0 * (bookings - i) / bookings * random.nextDouble()) + random.nextInt(20));
                var at = SaleStory.START.plusMillis(1_000 + (long) (600_000.0 * i / bookings));
                story.now = at.isAfter(story.now) ? at : story.now;
                reserve(story, random, i);
                if (story.booking(i) != null) {
                    held.add((long) i);
                }
                if (held.size() > 2_000) {
                    after(story, random, held.remove());
                }
            }
            story.pass(SaleStory.HOLD_SECONDS + 60);
            while (!held.isEmpty()) {
                after(story, random, held.remove());
            }
            story.end(true);
        }
        System.out.printf("written in %.1f s, %d MiB%n", (System.nanoTime() - start) / 1e9, Files.size(file) >> 20);
    }

    private static void reserve(SaleStory story, Random random, long booking) {
        int subsection = 1 + (int) (SUBSECTIONS * Math.pow(random.nextDouble(), 1.5));
        int quantity = 1 + random.nextInt(4);
        if (random.nextInt(3) > 0) {
            story.best(subsection, booking, quantity);
            return;
        }
        int first = random.nextInt(ROWS) * SEATS + random.nextInt(SEATS - quantity);
        var seats = new int[quantity];
        for (int i = 0; i < quantity; i++) {
            seats[i] = first + i;
        }
        story.hold(subsection, booking, seats);
    }

    private static void after(SaleStory story, Random random, long number) {
        var booking = story.booking(number);
        int dice = random.nextInt(20);
        if (booking.isDue(story.now)) {
            story.expire(booking.subsectionId(), number);
        } else if (dice == 0) {
            story.cancel(number);
        } else {
            story.pay(number);
        }
    }

    private static void write(HistoryWriter writer, HistoryRecord record) {
        try {
            writer.write(record);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void make(Path file, Path folder) throws IOException {
        var started = Instant.now();
        var output = new CertificateFolder(folder);
        Certificate certificate;
        try (var progress = new ProgressBar(System.out, false)) {
            certificate = new SaleCertificate(SaleStory.EVENT, List.of(file), folder, List.of(), progress)
                    .make(started);
        }
        output.write(certificate);
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.printf("%s: %,d requests in %.1f s, peak heap at most %d MiB of %d%n", certificate.verdict(),
                certificate.totals().requests(), Duration.between(started, Instant.now()).toMillis() / 1e3,
                peak >> 20, Runtime.getRuntime().maxMemory() >> 20);
        for (var name : List.of(CertificateFolder.JSON, CertificateFolder.PAGE, SaleCertificate.REJECTIONS)) {
            System.out.printf("  %s %,d KiB%n", name, Files.size(folder.resolve(name)) >> 10);
        }
    }
}
