package io.seatlog.ticketing.updates;

import io.seatlog.embedded.KafkaBroker;
import io.seatlog.embedded.RedisServer;
import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.ticketing.TestIssuer;
import io.seatlog.ticketing.TicketingApplication;
import io.seatlog.ticketing.booking.Receipt;
import io.seatlog.ticketing.booking.Receipts;
import io.seatlog.ticketing.seatmap.ReservationRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import redis.clients.jedis.RedisClient;

/** The whole service on servers of its own, and the test in the place of reservation-service. */
final class LiveTicketing implements AutoCloseable {
    static final int PARTITIONS = 4;
    static final UUID EVENT = Uuid7.next();
    static final SeatingPlan PLAN = new SeatingPlan(2, 4);
    static final String ME = "me";
    private static final int SUBSECTIONS = 24;
    final KafkaBroker broker;
    final RedisServer redis;
    final SeatlogDatabase database = TestServers.freshDatabase();
    final ReservationRows rows = new ReservationRows(database);
    final ConfigurableApplicationContext service;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final AtomicLong offsets = new AtomicLong(1000);

    LiveTicketing(Path folder) throws Exception {
        broker = new KafkaBroker(folder.resolve("kafka"));
        redis = new RedisServer(folder.resolve("redis"));
        broker.start();
        redis.start();
        createTopics();
        rows.migrate();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rows.progress(partition, new UUID(0, 1), 1, 0);
        }
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all",
                "delivery.timeout.ms", 30_000, "request.timeout.ms", 10_000), new ByteArraySerializer(),
                new ByteArraySerializer());
        service = start();
        insertEvent();
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(TicketingApplication.class).run("--server.port=0",
                "--management.server.port=0", "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.ticketing().user(),
                "--spring.datasource.password=" + database.ticketing().password(),
                "--seatlog.map.url=" + redis.url(),
                "--seatlog.receipts.key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "--seatlog.fair-use.reads-at-once=10000", "--seatlog.streams.max-per-caller=10000",
                setting("seatlog.identity.issuer"), setting("seatlog.identity.pseudonym-key"));
    }

    private static String setting(String name) {
        return "--" + name + "=" + TestIssuer.shared().settings().get(name);
    }

    void createTopics() throws Exception {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(Topics.COMMANDS, PARTITIONS, (short) 1),
                    new NewTopic(Topics.OUTCOMES, PARTITIONS, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    void deleteOutcomes() throws Exception {
        try (var admin = admin()) {
            admin.deleteTopics(List.of(Topics.OUTCOMES)).all().get(30, TimeUnit.SECONDS);
        }
    }

    void createOutcomes() throws Exception {
        try (var admin = admin()) {
            admin.createTopics(Set.of(new NewTopic(Topics.OUTCOMES, PARTITIONS, (short) 1))).all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** One event, section A, subsections 1 to 24, all in the test's own partition of the same rest. */
    private void insertEvent() throws SQLException {
        try (var connection = database.connect(database.ticketing()); var statement = connection.createStatement()) {
            statement.execute("""
                    insert into ticketing.event (id, organizer, name, description, venue, starts_at, on_sale_at,
                        off_sale_at, currency, max_tickets_per_booking, hold_seconds, terms_version, terms_sent,
                        send_due, content_hash, created_at)
                    values ('%s', 'organizer', 'Show', '', 'Hall', now() + interval '1 day', now(),
                        now() + interval '1 day', 'EUR', 10, 600, 1, 1, now(), gen_random_uuid(), now())"""
                    .formatted(EVENT));
            statement.execute("insert into ticketing.section values ('%s', 1, 'A', 1000, %d, %d)".formatted(EVENT,
                    PLAN.rows(), PLAN.seatsPerRow()));
            for (int id = 1; id <= SUBSECTIONS; id++) {
                statement.execute("insert into ticketing.subsection values (%d, '%s', 'A', '%d', %d)".formatted(id,
                        EVENT, id, partition(id)));
            }
        }
    }

    /** @param code 1 open, 2 paused */
    void sale(int code) throws SQLException {
        try (var connection = database.connect(database.ticketing()); var statement = connection.createStatement()) {
            statement.execute("update ticketing.event set sale = " + code
                    + ", version = nextval('ticketing.event_version') where id = '" + EVENT + "'");
        }
    }

    static int partition(int subsectionId) {
        return subsectionId % PARTITIONS;
    }

    String url(String path) {
        return "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path;
    }

    /** As whom the headers say, or else as the buyer of the receipt in the path. */
    SseClient open(String path, String... headers) throws Exception {
        var all = new ArrayList<>(List.of(headers));
        var owner = owners.get(path);
        if (owner != null && !all.contains(TestIssuer.AS)) {
            all.addAll(List.of(TestIssuer.AS, owner));
        }
        return SseClient.open(url(path), TestIssuer.shared().headers(all.toArray(String[]::new)));
    }

    /** The id of a person who is called so in a test. */
    String id(String name) {
        var id = TestIssuer.shared().id(name);
        names.put(id, name);
        return id;
    }

    String stream(Booking booking) {
        return stream(booking.id(), booking.subsectionId(), booking.buyer(), booking.createdVersion());
    }

    String stream(UUID id, int subsectionId, String buyer, long version) {
        var receipt = new Receipt(Version.generation(version), partition(subsectionId), Version.offset(version),
                subsectionId, buyer, id);
        var path = "/api/bookings/" + id + "/stream?receipt=" + service.getBean(Receipts.class).sign(receipt);
        owners.put(path, Objects.requireNonNull(names.get(buyer)));
        return path;
    }

    long nextVersion() {
        return Version.of(1, offsets.incrementAndGet());
    }

    /** A decision that nobody was told of yet. */
    Booking held(int subsectionId, String buyer, int... seats) {
        long version = nextVersion();
        var now = Instant.now();
        return new Booking(Uuid7.next(), subsectionId, EVENT, id(buyer), UUID.randomUUID(), BookingStatus.HELD, null,
                seats.length, Seats.of(seats), 1000, "EUR", now.plusSeconds(600), version, version, now, now);
    }

    Booking rejected(int subsectionId, String buyer) {
        long version = nextVersion();
        var now = Instant.now();
        return new Booking(Uuid7.next(), subsectionId, EVENT, id(buyer), UUID.randomUUID(), BookingStatus.REJECTED,
                Reason.NO_SEATS, 2, Seats.NONE, 0, null, null, version, version, now, now);
    }

    Booking cancelled(Booking booking) {
        return booking.cancelled(Reason.CANCELLED_BY_BUYER, nextVersion(), Instant.now());
    }

    /** As the pipeline does it: commit, project, publish. */
    Booking decide(Booking booking) throws Exception {
        commit(booking);
        publish(booking);
        return booking;
    }

    void commit(Booking booking) throws SQLException {
        int partition = partition(booking.subsectionId());
        rows.booking(partition, booking);
        if (booking.status() != BookingStatus.REJECTED) {
            rows.subsection(booking.subsectionId(), EVENT, "A", Integer.toString(booking.subsectionId()), partition,
                    PLAN.toBytes(), PLAN.seats() - booking.seats().size(), booking.version());
        }
    }

    /** The map of a subsection in which only this booking was ever made. */
    void project(Booking booking) {
        var taken = IntStream.of(booking.seats().stream().toArray()).boxed().toList();
        boolean claims = booking.status() == BookingStatus.HELD;
        try (var client = RedisClient.create(redis.url())) {
            client.set(MapLayout.key(booking.subsectionId()).getBytes(StandardCharsets.US_ASCII),
                    MapLayout.image(booking.version(), PLAN.seats(),
                            seat -> claims && taken.contains(seat) ? SeatState.HELD : SeatState.AVAILABLE).toBytes());
        }
    }

    void publish(Booking booking) throws Exception {
        publish(switch (booking.status()) {
            case HELD -> new Outcome.SeatsHeld(booking);
            case REJECTED -> new Outcome.BookingRejected(booking);
            case CANCELLED -> new Outcome.BookingCancelled(booking);
            case CONFIRMED, EXPIRED -> throw new IllegalArgumentException("no such outcome yet");
        });
    }

    void publish(Outcome outcome) throws Exception {
        publish(partition(outcome.subsectionId()), OutcomeCodec.key(outcome), outcome.subsectionId(),
                OutcomeCodec.encode(outcome));
    }

    void publish(int partition, byte @Nullable [] key, int subsectionId, byte[] value) throws Exception {
        var header = new RecordHeader(Topics.SUBSECTION_HEADER, ByteBuffer.allocate(4).putInt(subsectionId).array());
        var _ = producer.send(new ProducerRecord<>(Topics.OUTCOMES, partition, null, key, value, List.of(header)))
                .get(30, TimeUnit.SECONDS);
    }

    <T> T bean(Class<T> type) {
        return Objects.requireNonNull(service.getBean(type));
    }

    @Override
    public void close() {
        service.close();
        producer.close(java.time.Duration.ofSeconds(1));
        redis.stop();
        broker.stop();
    }
}
