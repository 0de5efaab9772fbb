package io.seatlog.kernel.wire;

import io.seatlog.kernel.seating.Seats;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends big-endian fields to a growing array. Not thread-safe. */
public final class WireWriter {
    private byte[] bytes;
    private int size;

    public WireWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    public WireWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public WireWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    public WireWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    public WireWriter uuid(UUID value) {
        return i64(value.getMostSignificantBits()).i64(value.getLeastSignificantBits());
    }

    /** Milliseconds; log time has no finer grain. */
    public WireWriter time(Instant value) {
        return i64(value.toEpochMilli());
    }

    public WireWriter optionalTime(@Nullable Instant value) {
        return i64(value == null ? WireReader.NO_TIME : value.toEpochMilli());
    }

    /** @param value at most 65,535 bytes of UTF-8 */
    public WireWriter text(String value) {
        return shortBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public WireWriter shortBytes(byte[] value) {
        if (value.length > 0xFFFF) {
            throw new IllegalArgumentException("field of " + value.length + " bytes");
        }
        return u16(value.length).raw(value);
    }

    public WireWriter seats(Seats value) {
        u16(value.size());
        for (int i = 0; i < value.size(); i++) {
            u16(value.get(i));
        }
        return this;
    }

    /** @param values at most 65,535 */
    public WireWriter uuids(List<UUID> values) {
        u16(values.size());
        values.forEach(this::uuid);
        return this;
    }

    public WireWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
