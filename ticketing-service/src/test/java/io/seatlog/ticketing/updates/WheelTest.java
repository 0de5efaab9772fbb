package io.seatlog.ticketing.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WheelTest {
    private final Wheel<Integer> wheel = new Wheel<>();

    @Test
    void shouldTouchEveryMemberOnceAPeriodAndSpreadThem() {
        IntStream.range(0, 900).forEach(wheel::add);
        var touched = new HashMap<Integer, Integer>();
        for (int tick = 7; tick < 17; tick++) {
            var now = new ArrayList<Integer>();
            wheel.due(tick, 10, now::add);
            assertThat(now).hasSize(90);
            now.forEach(member -> touched.merge(member, 1, Integer::sum));
        }
        assertThat(touched).hasSize(900).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void shouldForgetWhoLeft() {
        int slot = wheel.add(1);
        int another = wheel.add(2);
        wheel.remove(slot, 1);
        var left = new ArrayList<Integer>();
        wheel.forEach(left::add);
        assertThat(left).containsExactly(2);
        wheel.remove(another, 2);
        left.clear();
        wheel.due(0, 1, left::add);
        assertThat(left).isEmpty();
    }

    @Test
    void shouldRefuseAPeriodThatSkipsMembers() {
        assertThatThrownBy(() -> wheel.due(0, 7, _ -> {})).isInstanceOf(IllegalArgumentException.class);
    }
}
