package io.seatlog.reservation.subsection;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.seating.Seats;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Best-available is compared with a slow one that is easy to read; this is what that comparison left open. */
class SeatBitsTest {
    @Test
    void movesUpAcrossWords() {
        var bits = new SeatBits(130);
        bits.add(Seats.of(0, 63, 127, 129));

        assertThat(seats(bits.up(1))).containsExactly(1, 64, 128);
    }

    @Test
    void findsNothingFromTheEndOn() {
        var bits = new SeatBits(128);
        bits.add(Seats.of(127));

        assertThat(bits.next(127)).isEqualTo(127);
        assertThat(bits.next(128)).isEqualTo(128);
    }

    private static int[] seats(SeatBits bits) {
        return IntStream.range(0, 130).filter(bits::contains).toArray();
    }
}
