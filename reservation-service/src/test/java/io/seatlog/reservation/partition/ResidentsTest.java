package io.seatlog.reservation.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.reservation.subsection.Subsection;
import org.junit.jupiter.api.Test;

class ResidentsTest {
    @Test
    void shouldKeepWhatABatchAskedForWhileOthersComeIn() {
        var residents = new Residents(2);
        residents.put(subsection(1));
        residents.put(subsection(2));

        assertThat(residents.has(1)).isTrue();
        residents.put(subsection(3));

        assertThat(residents.get(1)).isNotNull();
        assertThat(residents.get(2)).isNull();
        assertThat(residents.size()).isEqualTo(2);
    }

    private static Subsection subsection(int id) {
        var terms = new Terms(1, 4500, "EUR", PipelineWorld.START, PipelineWorld.START.plusSeconds(60), 600, 8);
        return Subsection.opened(Subsection.open(new Command.OpenSubsection(id, PipelineWorld.key(id), 0,
                new SeatingPlan(3, 5), terms), Version.of(1, id)));
    }
}
