package io.seatlog.ticketing;

import io.seatlog.embedded.KafkaBroker;
import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.ticketing.seatmap.ReservationRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service as it runs, with a broker of its own and a fresh database in which the tests play the owner of every
 * partition: nothing decides unless a test does. One for all tests of a JVM.
 */
public final class RunningApi {
    public static final int PARTITIONS = 4;
    private static @Nullable RunningApi shared;
    public final JsonMapper json = JsonMapper.builder().build();
    public final JdbcTemplate truth;
    public final ConfigurableApplicationContext context;
    public final Admin admin;
    private final String bootstrap;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final int managementPort;

    public static synchronized RunningApi shared() {
        var api = shared;
        if (api == null) {
            api = new RunningApi();
            shared = api;
        }
        return api;
    }

    private RunningApi() {
        var broker = new KafkaBroker(folder());
        broker.start();
        bootstrap = broker.bootstrapServers();
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
        var database = TestServers.freshDatabase();
        truth = new JdbcTemplate(new DriverManagerDataSource(database.url(), database.reservation().user(),
                database.reservation().password()));
        createTopics();
        createTruth(database);
        port = freePort();
        managementPort = freePort();
        context = SpringApplication.run(TicketingApplication.class, arguments(database));
        await("ready", () -> health() == 200);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            context.close();
            broker.stop();
        }));
    }

    private String[] arguments(SeatlogDatabase database) {
        var settings = new HashMap<String, Object>();
        settings.put("server.port", port);
        settings.put("management.server.port", managementPort);
        settings.put("spring.kafka.bootstrap-servers", bootstrap);
        settings.put("spring.datasource.url", database.url());
        settings.put("spring.datasource.username", database.ticketing().user());
        settings.put("spring.datasource.password", database.ticketing().password());
        settings.put("seatlog.map.url", TestServers.map());
        settings.put("seatlog.receipts.key", Base64.getEncoder().encodeToString(new byte[32]));
        settings.putAll(TestIssuer.shared().settings());
        // Most tests ask as one person; so much is enough for all of them together, and can still be used up by one.
        settings.put("seatlog.fair-use.writes-at-once", 3000);
        settings.put("seatlog.fair-use.reads-at-once", 6000);
        settings.put("seatlog.fair-use.reads-per-second", 60);
        return settings.entrySet().stream().map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private void createTopics() {
        try {
            admin.createTopics(Topics.specs(PARTITIONS, 1, 1).stream()
                    .map(spec -> new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
                            .configs(spec.settings()))
                    .toList()).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void createTruth(SeatlogDatabase database) {
        try (var connection = database.connect(database.reservation()); var statement = connection.createStatement()) {
            for (var script : ReservationRows.migrations()) {
                statement.execute(script);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
        grantAll();
    }

    /** Every partition is owned and nothing of it decided. */
    public void grantAll() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            truth.update("""
                    insert into reservation.partition_progress values (?, ?, 1, gen_random_uuid(), 1, 0, now(), null)
                    on conflict (partition) do update set topic_id = excluded.topic_id, generation = 1""", partition,
                    topicId());
        }
    }

    public UUID topicId() {
        try {
            var topics = admin.describeTopics(List.of(Topics.COMMANDS)).allTopicNames().get();
            var id = Objects.requireNonNull(topics.get(Topics.COMMANDS)).topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer. */
    public record Answer(int status, HttpResponse<String> response, JsonNode body) {
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text(String field) {
            return body.path(field).asString();
        }
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    public Answer post(String path, String body, String... headers) {
        var request = request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body));
        if (!List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    public HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(40));
        var all = TestIssuer.shared().headers(headers);
        return all.length == 0 ? request : request.headers(all);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var type = response.headers().firstValue("Content-Type").orElse("");
            var body = type.contains("json") && !response.body().isEmpty()
                    ? json.readTree(response.body())
                    : json.nullNode();
            return new Answer(response.statusCode(), response, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public int health() {
        try {
            return http.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness")).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A command as it lies on the log. */
    public record Logged(ConsumerRecord<byte[], byte[]> record, Command command) {}

    /** Where the log ends, as a place to look from. */
    public Map<TopicPartition, Long> logEnd() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions());
        }
    }

    /** What arrived since. */
    public List<Logged> loggedSince(Map<TopicPartition, Long> from) {
        var logged = new ArrayList<Logged>();
        try (var consumer = consumer()) {
            var ends = consumer.endOffsets(partitions());
            consumer.assign(partitions());
            from.forEach(consumer::seek);
            while (partitions().stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> logged.add(new Logged(record, CommandCodec.decode(record.value()))));
            }
        }
        return logged;
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS).mapToObj(partition -> new TopicPartition(Topics.COMMANDS, partition))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Waits for what another thread will bring about. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in 30 s: " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("seatlog-api-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
