package io.seatlog.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapLayoutTest {
    private static final SeatState[] STATES = SeatState.values();

    @Test
    void pinsTheBytes() {
        // version 1·2^40 + 42, five free seats, then . h s x | . . . h | . and padding
        var image = MapLayout.image(Version.of(1, 42), 9, seat -> switch (seat) {
            case 1, 7 -> SeatState.HELD;
            case 2 -> SeatState.SOLD;
            case 3 -> SeatState.BLOCKED;
            default -> SeatState.AVAILABLE;
        });

        assertThat(HexFormat.of().formatHex(image.toBytes())).isEqualTo("01000000002a" + "0005" + "1b" + "01" + "00");
    }

    /** The same bits, found by the offsets that writers give to the store. */
    @Test
    void putsEverySeatAtItsOffset() {
        var random = new Random(1);
        for (int seats : new int[]{1, 3, 4, 5, 500, SeatingPlan.MAX_SEATS}) {
            var states = random.ints(seats, 0, STATES.length).mapToObj(state -> STATES[state]).toList();
            var image = MapLayout.image(Version.of(255, 9), seats, states::get);
            var bytes = image.toBytes();
            var bits = new BigInteger(1, bytes);

            assertThat(bytes).hasSize(MapLayout.bytes(seats));
            for (int seat = 0; seat < seats; seat++) {
                int shift = bytes.length * 8 - MapLayout.bitOffset(seat) - MapLayout.SEAT_BITS;
                assertThat(bits.shiftRight(shift).intValue() & 3).isEqualTo(states.get(seat).ordinal());
                assertThat(image.state(seat)).isEqualTo(states.get(seat));
            }
            assertThat(image.free()).isEqualTo(states.stream().filter(SeatState.AVAILABLE::equals).count());
        }
    }

    @Test
    void parsesWhatItWrote() {
        long version = Version.of(Version.MAX_GENERATION, (1L << 40) - 1);
        var written = MapLayout.image(version, 500, seat -> STATES[seat * 7 % 4]);

        var read = MapLayout.parse(written.toBytes(), 500).orElseThrow();
        var header = MapLayout.Header.parse(written.toBytes()).orElseThrow();

        assertThat(read.version()).isEqualTo(version);
        assertThat(read.free()).isEqualTo(written.free());
        assertThat(read.toBytes()).isEqualTo(written.toBytes());
        assertThat(header).isEqualTo(new MapLayout.Header(version, written.free()));
    }

    @Test
    void countsAMapOfAnotherSizeAsMissing() {
        var bytes = MapLayout.image(1, 500, _ -> SeatState.SOLD).toBytes();

        assertThat(MapLayout.parse(bytes, 504)).isEmpty();
        assertThat(MapLayout.parse(bytes, 496)).isEmpty();
        assertThat(MapLayout.parse(new byte[0], 500)).isEmpty();
        assertThat(MapLayout.Header.parse(new byte[7])).isEmpty();
    }

    @Test
    void namesKeysById() {
        assertThat(MapLayout.key(70_000)).isEqualTo("seats:70000");
        assertThat(MapLayout.VERSION_BITS + MapLayout.FREE_BITS).isEqualTo(MapLayout.HEADER_BYTES * 8);
    }
}
