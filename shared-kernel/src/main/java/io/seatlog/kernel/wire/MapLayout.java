package io.seatlog.kernel.wire;

import io.seatlog.kernel.seating.SeatState;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The value of a seat map: {@code u48 version, u16 free seats}, then two bits a seat in row-major order, high bits
 * first, the last byte padded with zeros. Offsets in bits are absolute, because Kvrocks does not know {@code #n}.
 */
public final class MapLayout {
    public static final int VERSION_BITS = 48;
    public static final int FREE_BITS = 16;
    public static final int HEADER_BYTES = 8;
    public static final int SEAT_BITS = 2;

    private MapLayout() {}

    public static String key(int subsectionId) {
        return "seats:" + subsectionId;
    }

    public static int bytes(int seats) {
        return HEADER_BYTES + (seats * SEAT_BITS + 7) / 8;
    }

    public static int bitOffset(int seat) {
        return HEADER_BYTES * 8 + seat * SEAT_BITS;
    }

    /** A whole map as read: the header and the packed seats without it. */
    public record Image(long version, int free, byte[] seats) {
        public SeatState state(int seat) {
            int shift = 6 - (seat & 3) * SEAT_BITS;
            return SeatState.ofBits(seats[seat >> 2] >> shift & 3);
        }

        public byte[] toBytes() {
            return ByteBuffer.allocate(HEADER_BYTES + seats.length).putLong(version << FREE_BITS | free).put(seats)
                    .array();
        }
    }

    public static Image image(long version, int seats, IntFunction<SeatState> state) {
        var packed = new byte[bytes(seats) - HEADER_BYTES];
        int free = 0;
        for (int seat = 0; seat < seats; seat++) {
            var now = state.apply(seat);
            packed[seat >> 2] |= (byte) (now.ordinal() << 6 - (seat & 3) * SEAT_BITS);
            free += now == SeatState.AVAILABLE ? 1 : 0;
        }
        return new Image(version, free, packed);
    }

    /** @return empty when the bytes are no map of so many seats: such a map counts as missing */
    public static Optional<Image> parse(byte[] value, int seats) {
        if (value.length != bytes(seats)) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(value);
        long header = buffer.getLong();
        var packed = new byte[buffer.remaining()];
        buffer.get(packed);
        return Optional.of(new Image(header >>> FREE_BITS, (int) header & 0xFFFF, packed));
    }

    /** The header alone, from at least its 8 bytes. */
    public record Header(long version, int free) {
        public static Optional<Header> parse(byte[] value) {
            if (value.length < HEADER_BYTES) {
                return Optional.empty();
            }
            long header = ByteBuffer.wrap(value).getLong();
            return Optional.of(new Header(header >>> FREE_BITS, (int) header & 0xFFFF));
        }
    }
}
