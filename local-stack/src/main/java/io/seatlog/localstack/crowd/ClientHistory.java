package io.seatlog.localstack.crowd;

import io.seatlog.kernel.id.Version;
import io.seatlog.proof.history.Coverage;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** What clients were told, as they were told it: every acceptance, and everything that a stream said. Thread-safe. */
public final class ClientHistory implements AutoCloseable {
    private static final int GENERATION_AT = 1;
    private static final int PARTITION_AT = 2;
    private static final int OFFSET_AT = 4;
    private static final int BUYER_AT = 32;
    private static final int MAC_BYTES = 16;
    private final HistoryWriter writer;
    /** Whoever was told something after that has stayed too long, which is a finding of its own. */
    private boolean closed;

    /**
     * @param file is made
     * @param kinds that all of will be in it
     */
    public ClientHistory(Path file, Coverage.Kind... kinds) throws IOException {
        writer = new HistoryWriter(file, Coverage.of(kinds));
    }

    /** Clients keep a receipt closed; the checker wants the place in the log and the buyer that it stands for. */
    public void accepted(UUID booking, String receipt) {
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(receipt));
        var buyer = new String(bytes.array(), BUYER_AT, bytes.capacity() - BUYER_AT - MAC_BYTES,
                StandardCharsets.US_ASCII);
        long version = Version.of(bytes.get(GENERATION_AT) & 0xFF, bytes.getLong(OFFSET_AT));
        write(new HistoryRecord.Accepted(booking, version, bytes.getShort(PARTITION_AT) & 0xFFFF, buyer,
                Instant.ofEpochMilli(System.currentTimeMillis())));
    }

    void told(HistoryRecord.Told told) {
        write(told);
    }

    /** @param last that the stream said */
    void ended(HistoryRecord.Told last, HistoryRecord.StreamEnd how) {
        write(new HistoryRecord.ToldLast(last.stream(), last.sequence() + 1, last.bookingId(), last.version(),
                last.status(), how));
    }

    private synchronized void write(HistoryRecord record) {
        try {
            if (!closed) {
                writer.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }
}
