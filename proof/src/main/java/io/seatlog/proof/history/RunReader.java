package io.seatlog.proof.history;

import io.seatlog.kernel.wire.WireReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads one run of a {@link DiskSorter} from its place in the file that all runs share. */
final class RunReader<E> {
    static final int BUFFER_BYTES = 1 << 14;
    private final FileChannel channel;
    private final long to;
    private final int number;
    private final Order<E> order;
    private long position;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private E head;

    @SuppressWarnings("NullAway") // There is a head after the first advance, before which nobody may ask.
    RunReader(FileChannel channel, DiskSorter.Run run, int number, Order<E> order) {
        this.channel = channel;
        this.position = run.from();
        this.to = run.to();
        this.number = number;
        this.order = order;
    }

    E head() {
        return head;
    }

    int number() {
        return number;
    }

    /** @return false at the end of the run */
    boolean advance() {
        if (!buffer.hasRemaining() && position == to) {
            return false;
        }
        require(4);
        var bytes = new byte[buffer.getInt()];
        require(bytes.length);
        buffer.get(bytes);
        head = order.read(new WireReader(bytes));
        return true;
    }

    private void require(int bytes) {
        if (buffer.remaining() >= bytes) {
            return;
        }
        if (bytes > buffer.capacity()) {
            buffer = ByteBuffer.allocate(bytes).put(buffer);
        } else {
            buffer.compact();
        }
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + to - position));
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw new EOFException("the work file ends at " + position);
                }
                position += read;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        buffer.flip();
        if (buffer.remaining() < bytes) {
            throw new UncheckedIOException(new EOFException("the work file's run ends at " + to));
        }
    }
}
