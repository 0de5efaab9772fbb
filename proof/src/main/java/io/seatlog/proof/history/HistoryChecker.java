package io.seatlog.proof.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks a whole history, from files or from memory, by the same rules. Keeps nothing between checks; safe on any thread,
 * one thread a check.
 */
public final class HistoryChecker {
    /** How often a long check says where it is. */
    private static final long PROGRESS_EVERY = 1_000_000;

    private HistoryChecker() {}

    /**
     * For a history that fits into memory. Its times must be whole milliseconds, as they are on the log.
     *
     * @throws HistoryException when it does not say what it covers
     */
    public static Report check(Iterable<? extends HistoryRecord> history) {
        try (var check = new Check(HistoryChecker::inMemory)) {
            history.forEach(check::add);
            return check.report(_ -> {});
        }
    }

    /**
     * For a history of any size, in a memory that does not depend on it.
     *
     * @param files each of one recorder, in any order
     * @param workFolder is made, takes about twice what the files do, and is deleted afterwards; must not
     * exist
     * @param progress what is being done, in words, now and then
     * @throws HistoryException when a file is damaged, cut off or no history
     * @throws IOException when files cannot be read or the work folder not be written
     */
    public static Report check(List<Path> files, Path workFolder, Consumer<String> progress) throws IOException {
        Files.createDirectory(workFolder);
        try (var check = new Check(Sorter.Factory.onDisk(workFolder))) {
            long read = 0;
            for (var file : files) {
                try (var reader = new HistoryReader(file)) {
                    for (var record = reader.next(); record != null; record = reader.next()) {
                        check.add(record);
                        if (++read % PROGRESS_EVERY == 0) {
                            progress.accept(read + " records read");
                        }
                    }
                }
            }
            return check.report(progress);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } finally {
            deleteFolder(workFolder);
        }
    }

    private static <E> Sorter<E> inMemory(String name, Order<E> order) {
        return new Sorter.InMemory<>(order);
    }

    /** Only what a check makes there. */
    private static void deleteFolder(Path folder) throws IOException {
        try (var left = Files.list(folder)) {
            for (var file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
