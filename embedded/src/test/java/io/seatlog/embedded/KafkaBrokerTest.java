package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {

    /** An ended child counts as alive until the JVM has collected it. */
    private static final Duration COLLECTED = Duration.ofSeconds(10);

    @TempDir
    Path home;

    @Test
    void shouldKeepTopicsAndRecordsAcrossKillAndStop() throws Exception {
        try (var broker = new KafkaBroker(home)) {
            broker.start();
            createTopic(broker, "kept");
            send(broker, "kept", "one");

            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.start();
            send(broker, "kept", "two");

            broker.stop();
            assertThat(broker.isRunning()).isFalse();
            broker.start();

            assertThat(read(broker.bootstrapServers(), "kept", 2)).containsExactly("one", "two");
        }
    }

    @Test
    void shouldNotCreateTopicsByThemselves() {
        try (var broker = new KafkaBroker(home)) {
            broker.start();

            assertThatThrownBy(() -> send(broker, "mistyped", "lost")).isInstanceOf(ExecutionException.class);
            assertThat(topics(broker)).doesNotContain("mistyped");
        }
    }

    @Test
    void shouldEndWhatAnEarlierLauncherLeft() {
        var abandoned = new KafkaBroker(home);
        abandoned.start();
        ProcessHandle old = ProcessHandle.of(abandoned.pid()).orElseThrow();

        try (var broker = new KafkaBroker(home)) {
            broker.start();

            assertThat(old.onExit()).succeedsWithin(COLLECTED);
            assertThat(topics(broker)).isEmpty();
        } finally {
            abandoned.kill();
        }
    }

    @Test
    void shouldStandBehindALink() throws Exception {
        int port = Ports.free();
        try (var link = FaultyLink.to(port);
                var broker = new KafkaBroker(home, home.resolve("log"), port, Ports.free(), Jit.QUICK, link.port())) {
            link.refuse();
            broker.start(); // Although no client gets to it.
            link.pass();
            createTopic(broker, "kept");
            try (var producer = producer(broker)) {
                producer.send(new ProducerRecord<>("kept", "one")).get(20, TimeUnit.SECONDS);

                assertThat(link.cut()).isPositive();
                producer.send(new ProducerRecord<>("kept", "two")).get(20, TimeUnit.SECONDS);

                assertThat(read(broker.bootstrapServers(), "kept", 2)).containsExactly("one", "two");

                link.blackHole(); // Stops it, so there is no other way.
                var late = producer.send(new ProducerRecord<>("kept", "three"));
                assertThatThrownBy(() -> late.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                assertThat(read(broker.directBootstrapServers(), "kept", 2)).containsExactly("one", "two");
                link.pass();
                assertThat(late).succeedsWithin(Duration.ofSeconds(20));
            }
        }
    }

    private static void createTopic(KafkaBroker broker, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static Iterable<String> topics(KafkaBroker broker) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listTopics().names().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void send(KafkaBroker broker, String topic, String value) throws Exception {
        try (var producer = producer(broker)) {
            producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<String, String> producer(KafkaBroker broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all",
                "max.block.ms", 5_000);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> read(String bootstrapServers, String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "none");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            List<String> values = new java.util.ArrayList<>();
            for (int poll = 0; poll < 40 && values.size() < count; poll++) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
