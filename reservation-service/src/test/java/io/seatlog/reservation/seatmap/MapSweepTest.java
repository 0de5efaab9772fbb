package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.reservation.memory.InMemorySeatMaps;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapSweepTest {
    private static final long V1 = Version.of(1, 1_000);
    private final InMemorySeatMaps maps = new InMemorySeatMaps();
    private final InMemoryMapTruth truth = new InMemoryMapTruth();
    private Set<Integer> owned = Set.of(0, 1);
    private final MapSweep sweep = new MapSweep(maps, truth, () -> owned);

    @BeforeEach
    void twoQuietSubsections() {
        decided(1, 0, image(V1, "h.s.."));
        decided(2, 1, image(V1 + 7, "ss..."));
    }

    @Test
    void shouldWriteNothingWhenNothingDiffers() {
        assertSwept(2, 0, 0);
        assertRight();
    }

    @Test
    void shouldRepairQuietSubsectionsAfterAllKeysAreLost() {
        maps.clear();
        assertSwept(2, 2, 0);
        assertRight();
        assertSwept(2, 0, 0);
    }

    @Test
    void shouldRepairAMapThatWentBack() {
        var moment = maps.moment();
        decided(1, 0, image(V1 + 20, "hhhhh"));
        maps.rollBack(moment);
        assertSwept(2, 1, 0);
        assertRight();
    }

    @Test
    void shouldRepairTornMapsAndKeysOfAnotherType() {
        maps.halfWrite(1, image(V1 + 1, "xxxxx"));
        maps.putOtherType(2);
        assertSwept(2, 2, 0);
        assertRight();
    }

    @Test
    void shouldLeaveTheSubsectionsOfOthersAlone() {
        owned = Set.of(1);
        maps.clear();
        assertSwept(1, 1, 0);
        assertThat(maps.get(1)).isNull();
        owned = Set.of();
        assertSwept(0, 0, 0);
    }

    @Test
    void shouldNotOverwriteWhatWasDecidedAfterItsTruthWasRead() {
        var stale = image(V1, "h.s..");
        maps.delete(1);
        // The truth is read first; then the owner commits and projects; then the repair arrives.
        var late = new MapSweep(new Overtaken(() -> decided(1, 0, image(V1 + 30, "sssss"))), truth, () -> owned);
        assertThat(late.sweep()).isEqualTo(new MapSweep.Swept(2, 0, 1));
        assertThat(maps.get(1)).isEqualTo(image(V1 + 30, "sssss").toBytes()).isNotEqualTo(stale.toBytes());
    }

    @Test
    void shouldRepairWithTheTruthOfTheRepairNotOfTheComparison() {
        maps.delete(1);
        truth.beforeImages(() -> truth.set(1, 0, image(V1 + 40, "hhss.")));
        assertSwept(2, 1, 0);
        assertThat(maps.get(1)).isEqualTo(image(V1 + 40, "hhss.").toBytes());
    }

    @Test
    void shouldNotTouchAMapThatIsNewerThanTheComparisonOnly() {
        // Committed and projected between the two readings.
        maps.put(1, image(V1 + 40, "hhss.").toBytes());
        truth.beforeImages(() -> truth.set(1, 0, image(V1 + 40, "hhss.")));
        assertSwept(2, 0, 0);
        assertRight();
    }

    @Test
    void shouldReplaceAMapOfADatabaseThatIsNoMore() {
        maps.put(1, image(Version.of(1, 900_000), "sssss").toBytes());
        assertSwept(2, 1, 0);
        assertRight();
    }

    @Test
    void shouldNotReplaceANewerMapThatAppearedWhileOneOfNoTruthWas() {
        maps.put(1, image(V1 + 500, "sssss").toBytes());
        var late = new MapSweep(new Overtaken(() -> decided(1, 0, image(V1 + 501, "xxxxx"))), truth, () -> owned);
        assertThat(late.sweep()).isEqualTo(new MapSweep.Swept(2, 0, 1));
        assertThat(maps.get(1)).isEqualTo(image(V1 + 501, "xxxxx").toBytes());
    }

    @Test
    void shouldSkipWhatIsNoLongerThere() {
        maps.delete(1);
        truth.beforeImages(() -> truth.remove(1));
        assertSwept(2, 0, 0);
    }

    @Test
    void shouldSweepMoreThanOneSlice() {
        int subsections = 2 * MapSweep.SLICE + 17;
        IntStream.range(10, 10 + subsections).forEach(id -> truth.set(id, id % 2, image(V1 + id, "h....")));
        assertSwept(subsections + 2, subsections, 0);
        assertRight();
    }

    @Test
    void shouldEndAPassAtAnOutageAndRepairInTheNext() {
        maps.clear();
        maps.failing(true);
        sweep.run();
        sweep.run();
        maps.failing(false);
        maps.failAfter(1);
        sweep.run();
        assertThat(maps.moment()).hasSize(1);
        truth.beforeImages(() -> {
            throw new MapTruthUnavailableException("down, as told", new IllegalStateException());
        });
        sweep.run();
        assertThat(maps.moment()).hasSize(1);
        truth.beforeImages(() -> {});
        sweep.run();
        assertRight();
    }

    @Test
    void shouldMakeAllMapsRightInOnePassWhateverHappened() {
        long seed = Long.getLong("seatlog.seed", System.nanoTime());
        System.out.println("MapSweepTest seed " + seed + " (-Dseatlog.seed)");
        var random = new Random(seed);
        var venues = IntStream.range(10, 40).mapToObj(id -> new Venue(id, 1 + random.nextInt(120), V1)).toList();
        var projection = new Projection(maps);
        for (int round = 0; round < 300; round++) {
            var moment = maps.moment();
            for (var venue : venues) {
                decide(venue, projection, random);
            }
            switch (random.nextInt(6)) {
                case 0 -> maps.rollBack(moment);
                case 1 -> maps.clear();
                case 2 -> maps.putOtherType(venues.get(random.nextInt(30)).id);
                case 3 -> maps.halfWrite(10, venues.getFirst().image());
                default -> maps.delete(10 + random.nextInt(30));
            }
            sweep.sweep();
            assertRight();
        }
    }

    private void decide(Venue venue, Projection projection, Random random) {
        var update = venue.change(random, 1 + random.nextInt(8));
        truth.set(venue.id, venue.id % 2, venue.image());
        boolean lost = random.nextInt(5) == 0;
        boolean known = !lost && projection.project(List.of(update)).contains(venue.id);
        venue.base = known ? update.image().version() : Version.NONE;
    }

    /** Something happens right before a repair is written. */
    private final class Overtaken implements SeatMaps {
        private final Runnable event;

        Overtaken(Runnable event) {
            this.event = event;
        }

        @Override
        public List<Result> project(List<Update> updates) {
            event.run();
            return maps.project(updates);
        }

        @Override
        public Map<Integer, MapLayout.Header> headers(Collection<Integer> subsectionIds) {
            return maps.headers(subsectionIds);
        }
    }

    private void decided(int id, int partition, MapLayout.Image image) {
        truth.set(id, partition, image);
        maps.project(List.of(new SeatMaps.Update(id, Version.NONE, image, Seats.NONE)));
    }

    private void assertSwept(int compared, int repaired, int overtaken) {
        assertThat(sweep.sweep()).isEqualTo(new MapSweep.Swept(compared, repaired, overtaken));
    }

    private void assertRight() {
        var ids = truth.onSale(Set.of(0, 1), 0, Integer.MAX_VALUE).stream().map(MapTruth.OnSale::subsectionId).toList();
        assertThat(ids).isNotEmpty();
        truth.images(ids).forEach((id, image) -> assertThat(maps.get(id)).isEqualTo(image.toBytes()));
    }

    private static MapLayout.Image image(long version, String seats) {
        return SeatMapsContract.image(version, seats);
    }
}
