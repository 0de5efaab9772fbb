package io.seatlog.reservation.expiry;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends through the process's producer. */
public final class KafkaExpirySender implements ExpirySender {
    private static final Logger log = LoggerFactory.getLogger(KafkaExpirySender.class);
    private final Producer<byte[], byte[]> producer;

    public KafkaExpirySender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void send(Command.ExpireHolds command, SubsectionKey key, int partition, Runnable failed) {
        var record = new ProducerRecord<>(Topics.COMMANDS, partition,
                key.toString().getBytes(StandardCharsets.US_ASCII),
                CommandCodec.encode(command));
        try {
            producer.send(record, (_, failure) -> {
                if (failure != null) {
                    log.debug("Expiry of {} holds was not acknowledged", command.bookingIds().size(), failure);
                    failed.run();
                }
            });
        } catch (KafkaException | IllegalStateException notSent) {
            log.debug("Expiry of {} holds was not sent", command.bookingIds().size(), notSent);
            failed.run();
        }
    }
}
