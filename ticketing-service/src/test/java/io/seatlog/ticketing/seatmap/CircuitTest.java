package io.seatlog.ticketing.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
    private final Circuit circuit = new Circuit(1000);

    @Test
    void shouldLetOneTryThroughAfterAWhile() {
        assertThat(circuit.allows(0)).isTrue();
        assertThat(circuit.failed(0)).as("an outage began").isTrue();
        assertThat(circuit.failed(0)).isFalse();
        assertThat(circuit.allows(999)).isFalse();
        assertThat(circuit.allows(1000)).isTrue();
        assertThat(circuit.allows(1001)).as("one at a time").isFalse();
        assertThat(circuit.failed(1100)).isFalse();
        assertThat(circuit.allows(2099)).isFalse();
        assertThat(circuit.allows(2100)).isTrue();
        assertThat(circuit.succeeded()).as("the outage ended").isTrue();
        assertThat(circuit.allows(2101)).isTrue();
        assertThat(circuit.allows(2102)).isTrue();
        assertThat(circuit.succeeded()).isFalse();
    }

    /** System.nanoTime may be negative and wraps around. */
    @Test
    void shouldSurviveTheWrapOfTheClock() {
        long late = Long.MAX_VALUE - 10;
        var _ = circuit.failed(late);
        assertThat(circuit.allows(late + 500)).isFalse();
        assertThat(circuit.allows(late + 1000)).isTrue();
    }
}
