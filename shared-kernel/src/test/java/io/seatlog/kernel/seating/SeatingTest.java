package io.seatlog.kernel.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeatingTest {
    private static final SeatingPlan PLAN = new SeatingPlan(3, 20);

    @Test
    void labelsEverySeatOnce() {
        for (var plan : new SeatingPlan[]{PLAN, new SeatingPlan(1, 500), new SeatingPlan(500, 1)}) {
            for (int seat = 0; seat < plan.seats(); seat++) {
                assertThat(plan.seat(plan.label(seat))).hasValue(seat);
            }
        }
        assertThat(PLAN.label(0)).isEqualTo("1-1");
        assertThat(PLAN.label(20)).isEqualTo("2-1");
        assertThat(PLAN.label(59)).isEqualTo("3-20");
    }

    @Test
    void containsItsSeatsOnly() {
        assertThat(PLAN.contains(0)).isTrue();
        assertThat(PLAN.contains(59)).isTrue();
        assertThat(PLAN.contains(-1)).isFalse();
        assertThat(PLAN.contains(60)).isFalse();
        assertThat(Seats.of(3, 5).contains(5)).isTrue();
        assertThat(Seats.of(3, 5).contains(4)).isFalse();
        assertThat(Seats.of(3, 5)).hasSameHashCodeAs(Seats.of(5, 3));
    }

    /** The first is the seat that once was sold as 2-5. */
    @ParameterizedTest
    @ValueSource(strings = {"1-25", "1-21", "4-1", "0-1", "1-0", "01-1", "1-01", "-1-1", "1--1", "1-", "-1", "1", "",
            "1-1-1", "1 -1", "+1-1", "1-1 ", "a-1", "1-a", "10000-1", "1-10000", "1-4294967297", "٣-1", "1-٣"})
    void knowsNoOtherLabels(String label) {
        assertThat(PLAN.seat(label)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0 1 2, true", "5, true", "18 19, true", "19 20, false", "0 2, false", "39 40 41, false",
            "40 41 42, true", "0 20, false", "'', false"})
    void seesWhatIsAdjacent(String seats, boolean adjacent) {
        var numbers = Arrays.stream(seats.split(" ")).filter(seat -> !seat.isEmpty()).mapToInt(Integer::parseInt)
                .toArray();

        assertThat(PLAN.adjacent(Seats.of(numbers))).isEqualTo(adjacent);
    }

    @Test
    void limitsPlans() {
        assertThat(new SeatingPlan(20, 25).seats()).isEqualTo(SeatingPlan.MAX_RECTANGLE);
        for (int[] sides : new int[][]{{0, 1}, {1, 0}, {-1, -1}, {1, 501}, {501, 1}, {23, 22}, {65_536, 65_536},
                {Integer.MAX_VALUE, Integer.MAX_VALUE}}) {
            assertThatThrownBy(() -> new SeatingPlan(sides[0], sides[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void storesPlansAsVersionedBytes() {
        assertThat(new SeatingPlan(20, 25).toBytes()).containsExactly(1, 0, 20, 0, 25);
        assertThat(new SeatingPlan(1, 500).toBytes()).containsExactly(1, 0, 1, 1, 0xF4);
        assertThat(SeatingPlan.ofBytes(new SeatingPlan(1, 500).toBytes())).isEqualTo(new SeatingPlan(1, 500));
        for (byte[] bytes : new byte[][]{{}, {1}, {2, 0, 20, 0, 25}, {1, 0, 20, 0, 25, 0}, {1, 0, 0, 0, 25},
                {1, -1, -1, 0, 25}}) {
            assertThatThrownBy(() -> SeatingPlan.ofBytes(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sortsSeatsAndKeepsThem() {
        var numbers = new int[]{7, 3, 5};
        var seats = Seats.of(numbers);
        numbers[0] = 1;

        assertThat(seats.stream()).containsExactly(3, 5, 7);
        assertThat(seats).isEqualTo(Seats.of(3, 5, 7)).hasSameHashCodeAs(Seats.of(5, 3, 7)).hasToString("[3, 5, 7]");
        assertThat(seats).isNotEqualTo(Seats.of(3, 5)).isNotEqualTo(Seats.NONE);
        assertThat(Seats.of()).isEqualTo(Seats.NONE);
        assertThat(Seats.NONE.isEmpty()).isTrue();
    }

    @Test
    void refusesWhatIsNoSeat() {
        for (int[] numbers : new int[][]{{-1}, {SeatingPlan.MAX_SEATS}, {3, 3}, {1, 2, 1}, {65_536}}) {
            assertThatThrownBy(() -> Seats.of(numbers)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Seats.of(SeatingPlan.MAX_SEATS - 1).get(0)).isEqualTo(3_999);
    }

    @Test
    void drawsStatesAsTheyAreOnTheMap() {
        assertThat(Arrays.stream(SeatState.values()).map(state -> String.valueOf(state.symbol()))
                .collect(Collectors.joining())).isEqualTo(".hsx");
        assertThat(Arrays.stream(SeatState.values()).map(state -> SeatState.ofBits(state.ordinal())))
                .containsExactly(SeatState.values());
    }
}
