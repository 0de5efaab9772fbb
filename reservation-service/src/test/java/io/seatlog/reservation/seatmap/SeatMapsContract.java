package io.seatlog.reservation.seatmap;

import static io.seatlog.reservation.seatmap.SeatMaps.Result.DELTA;
import static io.seatlog.reservation.seatmap.SeatMaps.Result.REFUSED;
import static io.seatlog.reservation.seatmap.SeatMaps.Result.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of seat maps does, byte for byte. */
abstract class SeatMapsContract {
    private static final long V1 = Version.of(1, 100);
    private static final int ID = 7;

    abstract SeatMaps maps();

    abstract RawStore raw();

    @BeforeEach
    void clear() {
        raw().clear();
    }

    @Test
    void shouldSetTheWholeMapWhereNothingIsStored() {
        assertThat(project(update(Version.NONE, V1, "hs.x.", 0))).isEqualTo(WHOLE);
        assertStored(V1, "hs.x.");
        assertThat(raw().get(ID)).as("the layout's bytes")
                .containsExactly(0x01, 0, 0, 0, 0, 0x64, 0, 2, 0b01_10_00_11, 0b00_000000);
    }

    @Test
    void shouldSetTheWholeMapWhenTheBaseIsKnownButTheMapIsLost() {
        project(update(Version.NONE, V1, ".....", 0));
        raw().delete(ID);
        assertThat(project(update(V1, V1 + 1, "h....", 0))).isEqualTo(WHOLE);
        assertStored(V1 + 1, "h....");
    }

    @Test
    void shouldWriteHeaderAndChangedSeatsOntoTheBase() {
        project(update(Version.NONE, V1, "h....", 0));
        assertThat(project(update(V1, V1 + 5, ".h..s", 0, 1, 4))).isEqualTo(DELTA);
        assertStored(V1 + 5, ".h..s");
    }

    @Test
    void shouldWriteOnlyWhatTheUpdateNames() {
        project(update(Version.NONE, V1, ".....", 0));
        assertThat(project(update(V1, V1 + 1, "hhhhh", 2))).isEqualTo(DELTA);
        assertThat(raw().get(ID)).endsWith(0b00_00_01_00, 0);
    }

    @Test
    void shouldWriteAnUpdateThatChangesTheVersionAlone() {
        project(update(Version.NONE, V1, "h.s..", 0));
        assertThat(project(update(V1, V1 + 1, "h.s.."))).isEqualTo(DELTA);
        assertStored(V1 + 1, "h.s..");
    }

    @Test
    void shouldSetTheWholeMapAfterAGap() {
        project(update(Version.NONE, V1, "h....", 0));
        assertThat(project(update(V1 + 3, V1 + 5, "hhs..", 2))).isEqualTo(WHOLE);
        assertStored(V1 + 5, "hhs..");
    }

    @Test
    void shouldSetTheWholeMapWhenTheSameVersionIsStored() {
        raw().put(ID, image(V1, "hhhhh").toBytes());
        assertThat(project(update(Version.NONE, V1, "s....", 0))).isEqualTo(WHOLE);
        assertStored(V1, "s....");
        assertThat(project(update(V1, V1, ".x...", 0, 1))).isEqualTo(WHOLE);
        assertStored(V1, ".x...");
    }

    @Test
    void shouldRefuseWhatIsOlderThanTheStoredMap() {
        project(update(Version.NONE, V1 + 10, "hh...", 0));
        assertThat(project(update(Version.NONE, V1, ".....", 0))).isEqualTo(REFUSED);
        assertThat(project(update(V1, V1 + 1, "s....", 0))).isEqualTo(REFUSED);
        assertThat(project(update(V1 + 11, V1 + 1, "s....", 0))).isEqualTo(REFUSED);
        assertStored(V1 + 10, "hh...");
    }

    @Test
    void shouldReplaceANewerMapOnlyWhenItIsNamedAsTheBase() {
        long foreign = Version.of(1, 5_000);
        raw().put(ID, image(foreign, "sssss").toBytes());
        assertThat(project(update(foreign - 1, V1, "h....", 0))).isEqualTo(REFUSED);
        assertThat(project(update(foreign, V1, "h....", 0))).isEqualTo(WHOLE);
        assertStored(V1, "h....");
    }

    @Test
    void shouldKnowVersionsOfAllGenerationsExactly() {
        long last = Version.of(Version.MAX_GENERATION, (1L << 40) - 1);
        project(update(Version.NONE, last - 1, "h....", 0));
        assertThat(project(update(Version.NONE, last - 2, "h....", 0))).isEqualTo(REFUSED);
        assertThat(project(update(last - 1, last, "hs...", 1))).isEqualTo(DELTA);
        assertStored(last, "hs...");
        assertThat(maps().headers(List.of(ID))).containsEntry(ID, new MapLayout.Header(last, 3));
    }

    @Test
    void shouldOverwriteAKeyOfAnotherType() {
        raw().putOtherType(ID);
        assertThat(maps().headers(List.of(ID))).isEmpty();
        assertThat(project(update(V1, V1 + 1, "h....", 0))).isEqualTo(WHOLE);
        assertStored(V1 + 1, "h....");
    }

    @Test
    void shouldOverwriteAMapOfAnotherLength() {
        var whole = image(V1, "hhhhh").toBytes();
        for (int length : new int[]{0, 3, 7, 8, whole.length - 1, whole.length + 1}) {
            raw().put(ID, Arrays.copyOf(whole, length));
            assertThat(project(update(V1, V1 + 1, "shhhh", 0))).as("length %d", length).isEqualTo(WHOLE);
            assertStored(V1 + 1, "shhhh");
        }
    }

    @Test
    void shouldNotTakeAMapOfZerosForAKnownBase() {
        raw().put(ID, new byte[MapLayout.bytes(5)]);
        assertThat(project(update(Version.NONE, V1, "hs...", 0))).isEqualTo(WHOLE);
        assertStored(V1, "hs...");
    }

    @Test
    void shouldSetTheWholeMapWhenManySeatsChange() {
        var half = ".h".repeat(250);
        project(update(Version.NONE, V1, half, 0));
        int[] most = IntStream.range(0, SeatMaps.MAX_DELTA_SEATS).toArray();
        var changed = "s".repeat(SeatMaps.MAX_DELTA_SEATS) + half.substring(SeatMaps.MAX_DELTA_SEATS);
        assertThat(project(update(V1, V1 + 1, changed, most))).isEqualTo(DELTA);
        assertStored(V1 + 1, changed);
        var all = "x".repeat(500);
        assertThat(project(update(V1 + 1, V1 + 2, all, IntStream.range(0, 500).toArray()))).isEqualTo(WHOLE);
        assertStored(V1 + 2, all);
    }

    @Test
    void shouldAnswerHeadersOfTheMapsThatExist() {
        project(update(Version.NONE, V1, "h.s..", 0));
        raw().put(8, new byte[7]);
        raw().putOtherType(9);
        assertThat(maps().headers(List.of(6, ID, 8, 9))).containsOnlyKeys(ID)
                .containsEntry(ID, new MapLayout.Header(V1, 3));
        assertThat(maps().headers(List.of())).isEmpty();
        assertThat(maps().project(List.of())).isEmpty();
    }

    @Test
    void shouldProjectAndReadMoreThanOneChunk() {
        var updates = IntStream.range(0, 2_500)
                .mapToObj(id -> new SeatMaps.Update(id, Version.NONE, image(V1 + id, "h...."), Seats.NONE)).toList();
        assertThat(maps().project(updates)).hasSize(2_500).containsOnly(WHOLE);
        var headers = maps().headers(IntStream.range(0, 2_600).boxed().toList());
        assertThat(headers).hasSize(2_500);
        assertThat(headers).allSatisfy((id, header) -> assertThat(header).isEqualTo(new MapLayout.Header(V1 + id, 4)));
    }

    /** Thousands of updates, with every way in which a store or a writer goes wrong between them. */
    @Test
    void shouldHoldExactlyTheModelAfterRandomUpdatesAndFaults() {
        long seed = Long.getLong("seatlog.seed", System.nanoTime());
        System.out.println(getClass().getSimpleName() + " seed " + seed + " (-Dseatlog.seed)");
        var random = new Random(seed);
        var venues = IntStream.of(1, 3, 4, 5, 64, 199, 500, 499)
                .mapToObj(seats -> new Venue(1_000 + seats, seats, V1)).toList();
        var seen = new int[SeatMaps.Result.values().length];
        for (int step = 0; step < 3_000; step++) {
            sabotage(venues.get(random.nextInt(venues.size())), random);
            batch(venues, random, "seed " + seed + ", step " + step, seen);
        }
        assertThat(seen).as("deltas, whole maps, refusals").doesNotContain(0);
    }

    private void batch(List<Venue> venues, Random random, String where, int[] seen) {
        var updates = new ArrayList<SeatMaps.Update>();
        var chosen = venues.stream().filter(_ -> random.nextInt(4) == 0).toList();
        var stale = chosen.stream().filter(_ -> random.nextInt(6) == 0).toList();
        for (var venue : chosen) {
            updates.add(stale.contains(venue)
                    ? stale(venue, random)
                    : venue.change(random, 1 + random.nextInt(random.nextInt(80) + 1)));
        }
        var before = updates.stream().map(update -> raw().get(update.subsectionId())).toList();
        var expected = IntStream.range(0, updates.size()).mapToObj(i -> expected(before.get(i), updates.get(i)))
                .toList();
        assertThat(maps().project(updates)).as(where).isEqualTo(expected);
        for (int i = 0; i < updates.size(); i++) {
            var update = updates.get(i);
            boolean refused = expected.get(i) == REFUSED;
            assertThat(raw().get(update.subsectionId())).as(where)
                    .isEqualTo(refused ? before.get(i) : update.image().toBytes());
            if (!stale.contains(chosen.get(i))) {
                chosen.get(i).base = refused || random.nextInt(10) == 0 ? Version.NONE : update.image().version();
            }
            seen[expected.get(i).ordinal()]++;
        }
    }

    /** A writer that paused, with an old image and whatever it believed then. */
    private static SeatMaps.Update stale(Venue venue, Random random) {
        int at = random.nextInt(venue.history.size());
        long base = at == 0 ? Version.NONE : venue.history.get(at - 1).version();
        return new SeatMaps.Update(venue.id, random.nextBoolean() ? base : Version.NONE, venue.history.get(at),
                at == 0 ? Seats.NONE : changes(venue, at));
    }

    private static Seats changes(Venue venue, int at) {
        var now = venue.history.get(at);
        var then = venue.history.get(at - 1);
        return Seats.of(IntStream.range(0, venue.seats()).filter(seat -> now.state(seat) != then.state(seat))
                .toArray());
    }

    private void sabotage(Venue venue, Random random) {
        switch (random.nextInt(14)) {
            case 0 -> raw().delete(venue.id);
            case 1 -> raw().putOtherType(venue.id);
            case 2 -> raw().put(venue.id, Arrays.copyOf(venue.image().toBytes(),
                    random.nextInt(MapLayout.bytes(venue.seats()) + 3)));
            case 3 -> raw().put(venue.id, venue.history.get(random.nextInt(venue.history.size())).toBytes());
            case 4 -> {
                var torn = new byte[MapLayout.bytes(venue.seats())];
                random.nextBytes(torn);
                System.arraycopy(new MapLayout.Image(venue.image().version() - 3, 0, new byte[0]).toBytes(), 0, torn, 0,
                        MapLayout.HEADER_BYTES);
                raw().put(venue.id, torn);
            }
            case 5 -> venue.base = Version.NONE;
            case 6 -> raw().put(venue.id, new byte[MapLayout.bytes(venue.seats())]);
            default -> {
                // Most of the time nothing goes wrong.
            }
        }
    }

    /** The rule in the design's words, not in the stores'. */
    private static SeatMaps.Result expected(byte[] stored, SeatMaps.Update update) {
        var header = stored == null ? null : MapLayout.Header.parse(stored).orElse(null);
        if (header != null && header.version() > update.image().version() && header.version() != update.base()) {
            return REFUSED;
        }
        boolean delta = header != null && update.base() != Version.NONE && header.version() == update.base()
                && update.base() < update.image().version() && stored.length == update.image().toBytes().length
                && update.changed().size() <= SeatMaps.MAX_DELTA_SEATS;
        return delta ? DELTA : WHOLE;
    }

    private SeatMaps.Result project(SeatMaps.Update update) {
        return maps().project(List.of(update)).getFirst();
    }

    private void assertStored(long version, String seats) {
        assertThat(raw().get(ID)).isEqualTo(image(version, seats).toBytes());
    }

    private static SeatMaps.Update update(long base, long version, String seats, int... changed) {
        return new SeatMaps.Update(ID, base, image(version, seats), Seats.of(changed));
    }

    static MapLayout.Image image(long version, String seats) {
        return MapLayout.image(version, seats.length(), seat -> SeatState.ofBits(".hsx".indexOf(seats.charAt(seat))));
    }
}
