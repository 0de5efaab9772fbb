package io.seatlog.ticketing.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.RedisServer;
import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.catalog.Subsection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import reactor.core.publisher.Flux;
import redis.clients.jedis.RedisClient;

/** Against a real store that is stopped and filled with rubbish, and the real truth. */
class SeatMapsTest {
    private static final UUID EVENT = UUID.fromString("01990000-0000-7000-8000-0000000000ee");
    private static final AtomicInteger IDS = new AtomicInteger(1);
    @TempDir
    static Path folder;
    private static RedisServer redis;
    private static SeatlogDatabase database;
    private static ReservationRows rows;
    private final SeenVersions seen = new SeenVersions();
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger trueReads = new AtomicInteger();
    private KvrocksMaps store;
    private PostgresMaps truth;
    private SeatMaps maps;
    private RedisClient client;
    private Subsection subsection;

    @BeforeAll
    static void startServers() throws Exception {
        redis = new RedisServer(folder);
        redis.start();
        database = TestServers.freshDatabase();
        rows = new ReservationRows(database);
        rows.migrate();
    }

    @AfterAll
    static void stopServers() {
        redis.stop();
    }

    @BeforeEach
    void connect() {
        var dataSource = new DriverManagerDataSource(database.url(), database.ticketing().user(),
                database.ticketing().password());
        store = new KvrocksMaps(new MapProperties(redis.url(), Duration.ofMillis(150), 2));
        truth = new PostgresMaps(dataSource) {
            @Override
            Map<Subsection, MapLayout.Image> images(Collection<Subsection> subsections) throws java.sql.SQLException {
                trueReads.incrementAndGet();
                return super.images(subsections);
            }
        };
        maps = new SeatMaps(store, truth, seen, new BlockingCalls("test-store", 2, 100),
                new BlockingCalls("test-truth", 4, 100));
        client = RedisClient.create(redis.url());
        int id = IDS.getAndIncrement();
        subsection = new Subsection(id, EVENT, "A", Integer.toString(id), 0, new SeatingPlan(2, 5));
    }

    @Test
    void shouldBeAllFreeWhenNothingWasEverDecided() {
        assertThat(rowsOf(image())).containsExactly(".....", ".....");
        assertThat(image().version()).isZero();
        assertThat(count()).isEqualTo(new SeatCount(0, 10));
    }

    @Test
    void shouldReadTheStore() {
        put(9, Map.of(0, SeatState.HELD, 9, SeatState.SOLD, 4, SeatState.BLOCKED));
        assertThat(rowsOf(image())).containsExactly("h...x", "....s");
        assertThat(count()).isEqualTo(new SeatCount(9, 7));
        assertThat(trueReads).hasValue(0);
    }

    @Test
    void shouldReadTheTruthWhenTheMapIsOlderThanAnOutcome() throws Exception {
        put(9, Map.of());
        seen.follow(List.of(subsection.id()));
        seen.saw(subsection.id(), 12);
        held(12, 3);
        assertThat(rowsOf(image())).containsExactly("...h.", ".....");
        assertThat(image().version()).isEqualTo(12);
        assertThat(count()).isEqualTo(new SeatCount(12, 9));
    }

    @Test
    void shouldReadSeatsOfTheHouseFromTheTruth() throws Exception {
        held(12, 3);
        rows.blocked(subsection.id(), 4, 5);
        assertThat(rowsOf(image())).containsExactly("...hx", "x....");
    }

    @Test
    void shouldReadTheTruthWhenTheMapIsMissing() throws Exception {
        held(12, 3);
        assertThat(rowsOf(image())).containsExactly("...h.", ".....");
        assertThat(count()).isEqualTo(new SeatCount(12, 9));
    }

    @Test
    void shouldReadTheTruthWhenTheMapHasTheWrongLength() throws Exception {
        held(12, 3);
        client.set(key(), new byte[9]);
        assertThat(rowsOf(image())).containsExactly("...h.", ".....");
        client.set(key(), new byte[0]);
        assertThat(count()).isEqualTo(new SeatCount(12, 9));
    }

    @Test
    void shouldReadTheTruthWhenTheKeyIsNoString() throws Exception {
        held(12, 3);
        client.lpush(key(), new byte[1]);
        assertThat(rowsOf(image())).containsExactly("...h.", ".....");
        assertThat(count()).isEqualTo(new SeatCount(12, 9));
    }

    @Test
    void shouldTellHeldFromSold() throws Exception {
        held(12, 3);
        rows.booking(0, booking(13, BookingStatus.CONFIRMED, 7));
        rows.subsection(subsection.id(), EVENT, "A", subsection.name(), 0, subsection.plan().toBytes(), 8, 13);
        assertThat(rowsOf(image())).containsExactly("...h.", "..s..");
    }

    @Test
    void shouldReadTheTruthOnceForAllWhoAskWithinASecond() throws Exception {
        held(12, 3);
        var images = Flux.range(0, 200).flatMap(_ -> maps.images(List.of(subsection)), 200).collectList()
                .block(Duration.ofSeconds(10));
        assertThat(images).hasSize(200).allSatisfy(read -> assertThat(read).hasEntrySatisfying(subsection,
                image -> assertThat(image.version()).isEqualTo(12)));
        assertThat(trueReads).hasValue(1);
    }

    @Test
    void shouldGoOnWithoutTheStoreAndReturnToIt() throws Exception {
        put(9, Map.of());
        held(12, 3);
        redis.stop();
        try {
            assertThat(image().version()).isEqualTo(12);
            assertThat(store.isReachable()).isFalse();
            long started = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(image().version()).isEqualTo(12);
                assertThat(count().free()).isEqualTo(9);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - started)).as("50 reads without the store")
                    .isLessThan(Duration.ofSeconds(2));
        } finally {
            redis.start();
        }
        client = RedisClient.create(redis.url());
        put(14, Map.of(0, SeatState.SOLD));
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(image().version()).isEqualTo(14));
        assertThat(store.isReachable()).isTrue();
    }

    @Test
    void shouldFallBackOnAStoreThatDoesNotAnswer() throws Exception {
        held(12, 3);
        try (var silent = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            var url = java.net.URI.create("redis://127.0.0.1:" + silent.getLocalPort());
            var mute = new SeatMaps(new KvrocksMaps(new MapProperties(url, Duration.ofMillis(150), 2)), truth, seen,
                    new BlockingCalls("mute-store", 2, 100), new BlockingCalls("mute-truth", 2, 100));
            long started = System.nanoTime();
            var read = mute.images(List.of(subsection)).block(Duration.ofSeconds(5));
            assertThat(read).hasEntrySatisfying(subsection,
                    image -> assertThat(image.version()).isEqualTo(12));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void shouldReadManyAtOnce() {
        var many = java.util.stream.IntStream.range(0, 1200).mapToObj(i -> new Subsection(1_000_000 + i, EVENT, "B",
                Integer.toString(i), 0, new SeatingPlan(1, 4))).toList();
        many.forEach(each -> client.set(MapLayout.key(each.id()).getBytes(StandardCharsets.US_ASCII), MapLayout
                .image(5, 4, seat -> seat == each.id() % 4 ? SeatState.SOLD : SeatState.AVAILABLE).toBytes()));
        var counts = maps.counts(many).block(Duration.ofSeconds(10));
        assertThat(counts).hasSize(1200).allSatisfy((_, count) -> assertThat(count).isEqualTo(new SeatCount(5, 3)));
        assertThat(maps.images(many).block(Duration.ofSeconds(10))).hasSize(1200)
                .allSatisfy((each, image) -> assertThat(image.state(each.id() % 4)).isEqualTo(SeatState.SOLD));
        assertThat(trueReads).hasValue(0);
    }

    @Test
    void shouldProveSoldOutOnlyWhenBothAgree() throws Exception {
        var soldOut = new SoldOut(store, truth, seen, now::get);
        assertThat(soldOut.isProven(subsection)).as("nobody looked yet").isFalse();
        full(9);
        rows.subsection(subsection.id(), EVENT, "A", subsection.name(), 0, subsection.plan().toBytes(), 0, 9);
        soldOut.refresh();
        assertThat(soldOut.isProven(subsection)).isTrue();

        now.addAndGet(Duration.ofMillis(2001).toNanos());
        assertThat(soldOut.isProven(subsection)).as("too old").isFalse();
        soldOut.refresh();
        assertThat(soldOut.isProven(subsection)).isTrue();

        seen.saw(subsection.id(), 10);
        assertThat(soldOut.isProven(subsection)).as("an outcome is newer").isFalse();

        rows.subsection(subsection.id(), EVENT, "A", subsection.name(), 0, subsection.plan().toBytes(), 1, 10);
        soldOut.refresh();
        assertThat(soldOut.isProven(subsection)).as("the map is behind").isFalse();

        client.del(key());
        soldOut.refresh();
        assertThat(soldOut.isProven(subsection)).as("no map").isFalse();
    }

    @Test
    void shouldNotProveSoldOutWhileASeatIsFree() throws Exception {
        var soldOut = new SoldOut(store, truth, seen, now::get);
        var _ = soldOut.isProven(subsection);
        put(9, Map.of(0, SeatState.SOLD));
        rows.subsection(subsection.id(), EVENT, "A", subsection.name(), 0, subsection.plan().toBytes(), 9, 9);
        soldOut.refresh();
        assertThat(soldOut.isProven(subsection)).isFalse();
    }

    private void held(long version, int seat) throws Exception {
        rows.booking(0, booking(version, BookingStatus.HELD, seat));
        rows.subsection(subsection.id(), EVENT, "A", subsection.name(), 0, subsection.plan().toBytes(), 9, version);
    }

    private Booking booking(long version, BookingStatus status, int... seats) {
        var time = Instant.parse("2026-11-21T10:00:00Z");
        return new Booking(UUID.randomUUID(), subsection.id(), EVENT, "me", new UUID(1, 2), status, null, seats.length,
                Seats.of(seats), 100, "EUR", time, version, version, time, time);
    }

    private void put(long version, Map<Integer, SeatState> taken) {
        var states = new HashMap<>(taken);
        client.set(key(), MapLayout.image(version, subsection.plan().seats(),
                seat -> states.getOrDefault(seat, SeatState.AVAILABLE)).toBytes());
    }

    private void full(long version) {
        client.set(key(), MapLayout
                .image(version, subsection.plan().seats(), _ -> SeatState.SOLD).toBytes());
    }

    private byte[] key() {
        return MapLayout.key(subsection.id()).getBytes(StandardCharsets.US_ASCII);
    }

    private MapLayout.Image image() {
        return maps.images(List.of(subsection)).map(read -> Objects.requireNonNull(read.get(subsection)))
                .blockOptional(Duration.ofSeconds(5)).orElseThrow();
    }

    private SeatCount count() {
        return maps.counts(List.of(subsection)).map(read -> Objects.requireNonNull(read.get(subsection)))
                .blockOptional(Duration.ofSeconds(5)).orElseThrow();
    }

    private List<String> rowsOf(MapLayout.Image image) {
        return SeatMapView.of(subsection, image).rows();
    }
}
