package io.seatlog.proof.history;

import io.seatlog.kernel.wire.FutureMessageException;
import io.seatlog.kernel.wire.MalformedMessageException;
import io.seatlog.kernel.wire.WireReader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of a history, one block in memory. Whatever is wrong with the file is a {@link HistoryException} that
 * names the byte where the damaged part begins. Not thread-safe.
 */
public final class HistoryReader implements AutoCloseable {
    private final Path file;
    private final DataInputStream in;
    private ByteBuffer block = ByteBuffer.allocate(0);
    /** Of the block's first record in the file. */
    private long blockAt;
    private long position;
    private long records;
    private boolean ended;

    public HistoryReader(Path file) throws IOException {
        this.file = file;
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        try {
            var magic = HistoryFile.magic();
            if (!Arrays.equals(read(magic.length), magic)) {
                throw damaged("this is no history", 0);
            }
            int version = read(1)[0] & 0xFF;
            if (version < HistoryFile.FIRST_VERSION || version > HistoryFile.VERSION) {
                throw damaged("version " + version + " of the format, this release reads " + HistoryFile.FIRST_VERSION
                        + " to " + HistoryFile.VERSION,
                        magic.length);
            }
        } catch (IOException | RuntimeException unreadable) {
            in.close();
            throw unreadable;
        }
    }

    /** @return null after the last record */
    public @Nullable HistoryRecord next() throws IOException {
        while (!block.hasRemaining() && !ended) {
            nextBlock();
        }
        if (ended) {
            return null;
        }
        long at = blockAt + block.position();
        try {
            var bytes = new byte[checkedLength(block.getInt())];
            block.get(bytes);
            var reader = new WireReader(bytes);
            var record = HistoryCodec.read(reader);
            if (reader.remaining() > 0) {
                throw damaged("a record with " + reader.remaining() + " bytes too many", at);
            }
            records++;
            return record;
        } catch (BufferUnderflowException | IllegalArgumentException | MalformedMessageException broken) {
            throw new HistoryException(file + ": no readable record at byte " + at, broken);
        } catch (FutureMessageException future) {
            throw new HistoryException(file + ": a record of a newer release at byte " + at, future);
        }
    }

    private int checkedLength(int length) {
        if (length < 0 || length > block.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private void nextBlock() throws IOException {
        long at = position;
        int length = ByteBuffer.wrap(read(4)).getInt();
        int crc = ByteBuffer.wrap(read(4)).getInt();
        if (length < 0 || length > HistoryFile.MOST_BLOCK_BYTES) {
            throw damaged("a block of " + length + " bytes", at);
        }
        blockAt = position;
        var content = read(length == 0 ? 8 : length);
        var actual = new CRC32C();
        actual.update(content);
        if ((int) actual.getValue() != crc) {
            throw damaged("damaged block", at);
        }
        block = ByteBuffer.wrap(content);
        if (length == 0) {
            end(at);
        }
    }

    private void end(long at) throws IOException {
        long written = block.getLong();
        if (written != records) {
            throw damaged(written + " records were written, " + records + " are here", at);
        }
        if (in.read() >= 0) {
            throw damaged("more after the end", position);
        }
        ended = true;
    }

    private byte[] read(int length) throws IOException {
        var bytes = new byte[length];
        int got = in.readNBytes(bytes, 0, length);
        position += got;
        if (got < length) {
            throw new HistoryException(file + ": cut off at byte " + position, new EOFException());
        }
        return bytes;
    }

    private HistoryException damaged(String what, long at) {
        return new HistoryException(file + ": " + what + " at byte " + at);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
