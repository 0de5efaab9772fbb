package io.seatlog.ticketing.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeenVersionsTest {
    private final SeenVersions seen = new SeenVersions();

    @Test
    void shouldRememberTheHighestVersionOfWhatIsFollowed() {
        seen.saw(7, 5);
        assertThat(seen.of(7)).as("not followed").isZero();
        seen.follow(List.of(7, 8));
        seen.saw(7, 5);
        seen.saw(7, 4);
        assertThat(seen.of(7)).isEqualTo(5);
        assertThat(seen.of(8)).isZero();
        seen.follow(List.of(7));
        assertThat(seen.of(7)).as("following twice forgets nothing").isEqualTo(5);
        assertThat(seen.isFollowed(7)).isTrue();
        assertThat(seen.isFollowed(9)).isFalse();
    }

    @Test
    void shouldBelieveTheDatabaseMoreThanAnOutcome() {
        seen.follow(List.of(7));
        seen.saw(7, 5);
        seen.settle(7, 5, 3);
        assertThat(seen.of(7)).isEqualTo(3);
    }

    @Test
    void shouldNotForgetWhatWasSeenWhileTheDatabaseWasRead() {
        seen.follow(List.of(7));
        seen.saw(7, 5);
        seen.saw(7, 9);
        seen.settle(7, 5, 3);
        assertThat(seen.of(7)).isEqualTo(9);
        seen.settle(7, 9, 12);
        assertThat(seen.of(7)).as("a newer truth is not an outcome").isEqualTo(9);
    }
}
