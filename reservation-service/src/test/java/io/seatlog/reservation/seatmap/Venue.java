package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The seats of one subsection as a test's model has them, every state they were in, and what its owner believes. */
final class Venue {
    final int id;
    final List<MapLayout.Image> history = new ArrayList<>();
    private final SeatState[] states;
    private long version;
    /** The version that the owner wrote last, as far as it knows. */
    long base = Version.NONE;

    Venue(int id, int seats, long version) {
        this.id = id;
        this.states = new SeatState[seats];
        this.version = version;
        Arrays.fill(states, SeatState.AVAILABLE);
        history.add(image());
    }

    int seats() {
        return states.length;
    }

    MapLayout.Image image() {
        return MapLayout.image(version, states.length, seat -> states[seat]);
    }

    /** Changes random seats, and makes the update that shows it. Versions grow by two: odd ones are nobody's. */
    SeatMaps.Update change(Random random, int seats) {
        var changed = random.ints(0, states.length).distinct().limit(Math.min(seats, states.length)).toArray();
        for (int seat : changed) {
            states[seat] = SeatState.ofBits((states[seat].ordinal() + 1 + random.nextInt(3)) % 4);
        }
        version += 2 + 2L * random.nextInt(5);
        history.add(image());
        return new SeatMaps.Update(id, base, image(), Seats.of(changed));
    }

    SeatMaps.Update whole() {
        return new SeatMaps.Update(id, Version.NONE, image(), Seats.NONE);
    }
}
