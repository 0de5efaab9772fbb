package io.seatlog.embedded.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * The books on disk: one JSON line per change, holding the payment as it stands since. What was appended survives the end
 * of the process, not of the machine (it is not forced to the disk), and is never compacted. A line without its end was
 * never answered for, so it is cut. Not thread-safe; the books' lock is around it.
 */
final class JournalFile implements AutoCloseable {
    private static final String NAME = "payments.jsonl";

    // Not a FileChannel: that one closes itself when a thread is interrupted while it writes.
    private final RandomAccessFile file;
    private final Path path;
    private long length;

    private JournalFile(RandomAccessFile file, Path path) {
        this.file = file;
        this.path = path;
    }

    /** Gives every line to the reader, oldest first. Throws when the file is in use or has a line that is not ours. */
    @SuppressWarnings("MustBeClosedChecker")
    static JournalFile open(Path folder, Consumer<Payment> reader) {
        Path path = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            JournalFile journal = new JournalFile(new RandomAccessFile(path.toFile(), "rw"), path);
            try {
                journal.lock();
                journal.replay(reader);
                return journal;
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + path, e);
        }
    }

    /** Returns when the line is in the file; when it throws, the file is as it was. */
    void append(Payment payment) {
        byte[] json = Json.MAPPER.writeValueAsBytes(PaymentJson.line(payment));
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        try {
            if (file.length() != length) { // What an append that failed before has left.
                file.setLength(length);
            }
            file.seek(length);
            file.write(line);
            length += line.length;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + path, e);
        }
    }

    /** Two providers on one file would each write over the other's lines. */
    private void lock() throws IOException {
        try {
            if (file.getChannel().tryLock() == null) {
                throw new IllegalStateException("Another process has " + path);
            }
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException("Another provider of this process has " + path, e);
        }
    }

    private void replay(Consumer<Payment> reader) throws IOException {
        // Never closed: closing any descriptor of the file would give up its lock.
        InputStream bytes = new BufferedInputStream(new FileInputStream(file.getFD()), 1 << 16);
        var line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            if (next == '\n') {
                reader.accept(parse(line.toByteArray()));
                length += line.size() + 1;
                line.reset();
            } else {
                line.write(next);
            }
        }
        file.setLength(length);
    }

    private Payment parse(byte[] line) {
        try {
            return PaymentJson.read(Json.MAPPER.readTree(line));
        } catch (JacksonException | IllegalArgumentException | NoSuchElementException e) {
            throw new IllegalStateException(path + " is damaged at byte " + length, e);
        }
    }
}
