package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.memory.InMemorySeatMaps;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final long V1 = Version.of(1, 1);
    private final InMemorySeatMaps maps = new InMemorySeatMaps();
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private final Projection projection = new Projection(maps, () -> nanos);

    @Test
    void shouldAnswerWhichMapsAreNowTheUpdates() {
        maps.put(2, SeatMapsContract.image(V1 + 9, "s....").toBytes());
        assertThat(projection.project(List.of(update(1, V1), update(2, V1), update(3, V1)))).isEqualTo(Set.of(1, 3));
        assertThat(projection.project(List.of())).isEmpty();
    }

    @Test
    void shouldSkipBatchesAfterAFailureUntilOneSucceedsAgain() {
        maps.failing(true);
        assertThat(projection.project(List.of(update(1, V1)))).isEmpty();
        maps.failing(false);
        assertThat(projection.isPaused()).isTrue();
        assertThat(projection.project(List.of(update(1, V1)))).as("skipped").isEmpty();
        assertThat(maps.get(1)).isNull();

        pass(Projection.FIRST_PAUSE.minusNanos(1));
        assertThat(projection.isPaused()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(projection.project(List.of(update(1, V1 + 1)))).isEqualTo(Set.of(1));
        assertThat(projection.isPaused()).isFalse();
    }

    @Test
    void shouldTryADeadStoreAtMostOnceInFiveSeconds() {
        maps.failing(true);
        int tries = 0;
        for (int batch = 0; batch < 6_000; batch++) {
            tries += projection.isPaused() ? 0 : 1;
            assertThat(projection.project(List.of(update(1, V1 + batch)))).isEmpty();
            pass(Duration.ofMillis(10));
        }
        // 0.5 + 1 + 2 + 4 s, then every 5 s of one minute.
        assertThat(tries).isEqualTo(15);
        maps.failing(false);
        pass(Projection.LONGEST_PAUSE);
        assertThat(projection.project(List.of(update(1, V1 + 6_000)))).isEqualTo(Set.of(1));
        maps.failing(true);
        projection.project(List.of(update(1, V1 + 6_001)));
        pass(Projection.FIRST_PAUSE);
        assertThat(projection.isPaused()).as("pauses begin anew").isFalse();
    }

    @Test
    void shouldKnowNoBaseAfterAFailureInTheMiddle() {
        maps.failAfter(1);
        assertThat(projection.project(List.of(update(1, V1), update(2, V1)))).isEmpty();
        assertThat(maps.get(1)).isNotNull();
        assertThat(maps.get(2)).isNull();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static SeatMaps.Update update(int id, long version) {
        return new SeatMaps.Update(id, Version.NONE, SeatMapsContract.image(version, "h...."), Seats.NONE);
    }
}
