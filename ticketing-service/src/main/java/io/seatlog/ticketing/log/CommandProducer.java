package io.seatlog.ticketing.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.stereotype.Component;

/** The settings that a {@code 202} rests on; connection and security come from {@code spring.kafka}. */
@Component
final class CommandProducer {
    private static final Map<String, Object> SETTINGS = Map.ofEntries(
            Map.entry(ProducerConfig.ACKS_CONFIG, "all"), Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
            // The caller is an event loop.
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 50), Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
            // Above what may be in flight, with batches half empty.
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20),
            Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10), Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0));
    private final KafkaProperties kafka;

    CommandProducer(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    Producer<byte[], byte[]> create() {
        var settings = new HashMap<>(kafka.buildProducerProperties());
        settings.putAll(SETTINGS);
        return new DefaultKafkaProducerFactory<>(settings, new ByteArraySerializer(), new ByteArraySerializer())
                .createNonTransactionalProducer();
    }
}
