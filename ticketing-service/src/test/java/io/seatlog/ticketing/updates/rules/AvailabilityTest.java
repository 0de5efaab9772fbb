package io.seatlog.ticketing.updates.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private final Availability availability = new Availability();

    @Test
    void shouldTellEverythingFirstAndThenWhatChanged() {
        assertThat(changes(1, 5, 10, 2, 5, 10)).containsOnlyKeys(1, 2);
        assertThat(changes(1, 6, 9, 2, 5, 10)).containsOnlyKeys(1);
        assertThat(availability.all()).extractingByKey(1).isEqualTo(new Availability.Count(6, 9));
    }

    @Test
    void shouldNotTellAnOlderCount() {
        changes(1, 6, 9, 2, 5, 10);
        assertThat(changes(1, 5, 10, 2, 5, 10)).isEmpty();
        assertThat(availability.all()).extractingByKey(1).isEqualTo(new Availability.Count(6, 9));
    }

    @Test
    void shouldNotTellTheSameCountOfANewerVersion() {
        changes(1, 6, 9, 2, 5, 10);
        assertThat(changes(1, 8, 9, 2, 5, 10)).isEmpty();
        assertThat(changes(1, 7, 8, 2, 5, 10)).isEmpty();
    }

    private Map<Integer, Availability.Count> changes(int id, long version, int free, int otherId, long otherVersion,
            int otherFree) {
        return availability.changes(Map.of(id, new Availability.Count(version, free), otherId,
                new Availability.Count(otherVersion, otherFree)));
    }
}
