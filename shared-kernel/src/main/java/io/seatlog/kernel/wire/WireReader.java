package io.seatlog.kernel.wire;

import io.seatlog.kernel.seating.Seats;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link WireWriter} wrote. Every shortage is a {@link BufferUnderflowException}. Not thread-safe. */
public final class WireReader {
    static final long NO_TIME = Long.MIN_VALUE;
    private final ByteBuffer buffer;

    public WireReader(byte[] bytes) {
        buffer = ByteBuffer.wrap(bytes);
    }

    public int u8() {
        return buffer.get() & 0xFF;
    }

    public int u16() {
        return buffer.getShort() & 0xFFFF;
    }

    public int i32() {
        return buffer.getInt();
    }

    public long i64() {
        return buffer.getLong();
    }

    public UUID uuid() {
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    public Instant time() {
        return Instant.ofEpochMilli(buffer.getLong());
    }

    public @Nullable Instant optionalTime() {
        long millis = buffer.getLong();
        return millis == NO_TIME ? null : Instant.ofEpochMilli(millis);
    }

    public String text() {
        return new String(shortBytes(), StandardCharsets.UTF_8);
    }

    public byte[] shortBytes() {
        return raw(u16());
    }

    public Seats seats() {
        var numbers = new int[checked(u16(), 2)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = u16();
        }
        return Seats.of(numbers);
    }

    public List<UUID> uuids(int most) {
        int count = checked(u16(), 16);
        if (count > most) {
            throw new IllegalArgumentException(count + " ids, at most " + most);
        }
        return Stream.generate(this::uuid).limit(count).toList();
    }

    public byte[] raw(int length) {
        var bytes = new byte[checked(length, 1)];
        buffer.get(bytes);
        return bytes;
    }

    public int remaining() {
        return buffer.remaining();
    }

    /** Broken lengths must not allocate. */
    private int checked(int count, int bytesEach) {
        if (count < 0 || (long) count * bytesEach > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        return count;
    }
}
