package io.seatlog.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Main class of the broker's own JVM: one combined broker and controller on 127.0.0.1. Arguments: data folder, broker
 * port, controller port, the port that clients are sent to, the port around that (the broker port where they are the
 * same). Ends in an orderly way on SIGTERM.
 */
final class KafkaNode {

    private static final int NODE_ID = 1;

    private KafkaNode() {}

    static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        Map<String, Object> settings = settings(data, listeners(Integer.parseInt(args[1]), Integer.parseInt(args[2]),
                Integer.parseInt(args[3]), Integer.parseInt(args[4])));
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(Path data) throws Exception {
        Files.createDirectories(data);
        new Formatter().setNodeId(NODE_ID).setClusterId(Uuid.randomUuid().toString()).addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString()).setControllerListenerName("CONTROLLER").run();
    }

    private static Map<String, Object> listeners(int port, int controllerPort, int advertisedPort, int directPort) {
        Map<String, Object> settings = new HashMap<>();
        String listeners = "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort;
        String advertised = "PLAINTEXT://127.0.0.1:" + advertisedPort;
        String protocols = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT";
        if (directPort != port) {
            String direct = ",DIRECT://127.0.0.1:" + directPort;
            listeners += direct;
            advertised += direct;
            protocols += ",DIRECT:PLAINTEXT";
            // What the broker tells itself, such as the ends of transactions, must not pass the link.
            settings.put("inter.broker.listener.name", "DIRECT");
        }
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", listeners);
        settings.put("advertised.listeners", advertised);
        settings.put("listener.security.protocol.map", protocols);
        return settings;
    }

    private static Map<String, Object> settings(Path data, Map<String, Object> listeners) {
        Map<String, Object> settings = new HashMap<>(listeners);
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("log.dirs", data.toString());
        // A mistyped topic is an error, never a new topic with default settings.
        settings.put("auto.create.topics.enable", false);
        // One node: its internal topics have one replica, and few partitions, so that it starts fast.
        settings.put("offsets.topic.replication.factor", 1);
        settings.put("offsets.topic.num.partitions", 8);
        settings.put("transaction.state.log.replication.factor", 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("transaction.state.log.num.partitions", 2);
        settings.put("share.coordinator.state.topic.replication.factor", 1);
        settings.put("share.coordinator.state.topic.min.isr", 1);
        settings.put("share.coordinator.state.topic.num.partitions", 2);
        settings.put("min.insync.replicas", 1);
        // Nobody else is coming; and a dead member is noticed after six seconds, under either group protocol.
        settings.put("group.initial.rebalance.delay.ms", 0);
        settings.put("group.min.session.timeout.ms", 1_000);
        settings.put("group.consumer.min.session.timeout.ms", 1_000);
        settings.put("group.consumer.session.timeout.ms", 6_000);
        settings.put("group.consumer.min.heartbeat.interval.ms", 500);
        settings.put("group.consumer.heartbeat.interval.ms", 1_500);
        // Sized for a shared machine of two cores and a heap of a few hundred megabytes.
        settings.put("num.network.threads", 2);
        settings.put("num.io.threads", 4);
        settings.put("background.threads", 2);
        settings.put("num.recovery.threads.per.data.dir", 2);
        settings.put("log.cleaner.dedupe.buffer.size", 8_388_608);
        settings.replaceAll((name, value) -> value.toString()); // Kafka parses text by itself, but no int as a short.
        return settings;
    }
}
