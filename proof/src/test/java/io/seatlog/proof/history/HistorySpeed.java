package io.seatlog.proof.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * How fast histories are checked: {@code write FILE RECORDS} writes a random one (everything in memory: give it 6 GiB for
 * ten million), {@code check FILE} reads it with a heap of your choice, {@code small} checks small ones in memory.
 */
final class HistorySpeed {
    private HistorySpeed() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments.length == 0 ? "small" : arguments[0]) {
            case "write" -> write(Path.of(arguments[1]), Long.parseLong(arguments[2]));
            case "check" -> check(Path.of(arguments[1]));
            default -> small();
        }
    }

    private static void write(Path file, long records) throws IOException {
        long start = System.nanoTime();
        try (var writer = new HistoryWriter(file, Coverage.everything())) {
            var story = new Story(record -> {
                try {
                    if (!(record instanceof Coverage)) {
                        writer.write(record);
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            // A command is some four records: itself, its outcome, what was accepted, told and stored.
            new RandomStory(new Random(1), story, 2_000, 64, 100_000, 40).tell((int) (records / 3.6));
        }
        System.out.printf("written in %.1f s, %d MiB%n", (System.nanoTime() - start) / 1e9, Files.size(file) >> 20);
    }

    private static void check(Path file) throws IOException {
        long start = System.nanoTime();
        var work = Files.createTempDirectory(file.toAbsolutePath().getParent(), "check").resolve("work");
        var report = HistoryChecker.check(List.of(file), work,
                what -> System.out.printf("%6.1f s %s, work folder %d MiB%n", (System.nanoTime() - start) / 1e9, what,
                        size(work) >> 20));
        Files.delete(work.getParent());
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.print(report.text());
        System.out.printf("%d records in %.1f s, peak heap at most %d MiB of %d%n",
                report.records().values().stream().mapToLong(Long::longValue).sum(),
                (System.nanoTime() - start) / 1e9, peak >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    private static long size(Path folder) {
        try (var files = Files.list(folder)) {
            long sum = 0;
            for (var file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void small() {
        var history = RandomStory.of(4, 90);
        for (int round = 0; round < 10; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 2_000; i++) {
                if (!HistoryChecker.check(history).clean()) {
                    throw new IllegalStateException();
                }
            }
            System.out.printf("%d records in %.3f ms%n", history.size(), (System.nanoTime() - start) / 2_000 / 1e6);
        }
    }
}
