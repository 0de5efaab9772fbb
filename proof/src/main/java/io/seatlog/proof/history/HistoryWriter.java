package io.seatlog.proof.history;

import io.seatlog.kernel.wire.WireWriter;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes one file of a history. The file is {@value HistoryFile#MAGIC}, {@code u8 version}, blocks of {@code u32 length,
 * u32 CRC-32C, records}, each record {@code u32 length} and its bytes, and a last block without records whose content is
 * the {@code i64} number of all; a file without it was cut off. A recorder has a file of its own: the checker takes many.
 * Not thread-safe.
 */
public final class HistoryWriter implements AutoCloseable {
    private final DataOutputStream out;
    private WireWriter block = new WireWriter(HistoryFile.BLOCK_BYTES + 4096);
    private long records;

    /** @param coverage what all files of this history together will be complete in, as far as this recorder sees to it */
    public HistoryWriter(Path file, Coverage coverage) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 16));
        out.write(HistoryFile.magic());
        out.writeByte(HistoryFile.VERSION);
        write(coverage);
    }

    public void write(HistoryRecord record) throws IOException {
        var bytes = HistoryFile.encode(record);
        block.i32(bytes.length).raw(bytes);
        records++;
        if (block.size() >= HistoryFile.BLOCK_BYTES) {
            flush();
        }
    }

    /** Hands on what was written so far, so that only the end mark is missing when the process dies. */
    public void flush() throws IOException {
        if (block.size() > 0) {
            writeBlock(block.size(), block.toBytes());
            block = new WireWriter(HistoryFile.BLOCK_BYTES + 4096);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
            writeBlock(0, new WireWriter(8).i64(records).toBytes());
        }
    }

    private void writeBlock(int length, byte[] content) throws IOException {
        var crc = new CRC32C();
        crc.update(content);
        out.writeInt(length);
        out.writeInt((int) crc.getValue());
        out.write(content);
    }
}
