package io.seatlog.ticketing.updates;

import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.booking.BookingReads;
import io.seatlog.ticketing.booking.Bookings;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.identity.StreamPasses;
import io.seatlog.ticketing.log.Positions;
import io.seatlog.ticketing.payment.PaymentReads;
import io.seatlog.ticketing.payment.PaymentWatch;
import io.seatlog.ticketing.sales.Sales;
import io.seatlog.ticketing.seatmap.SeatMaps;
import io.seatlog.ticketing.seatmap.SeenVersions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class StreamConfiguration {
    private static final int CALL_MILLIS = 5000;

    @Bean
    OpenStreams openStreams(StreamProperties properties, StreamPasses passes, MeterRegistry meters) {
        return new OpenStreams(properties, passes::isOver, meters);
    }

    @Bean
    Frames frames(JsonMapper json) {
        return new Frames(json);
    }

    @Bean
    BookingFrames bookingFrames(Frames frames, Catalogue catalogue) {
        return new BookingFrames(frames, catalogue);
    }

    @Bean
    BookingHub bookingHub(BookingReads reads, PaymentReads payments, BookingFrames frames) {
        return new BookingHub(reads, payments, frames);
    }

    @Bean
    BuyerHub buyerHub(Bookings bookings, Positions positions, BlockingCalls postgres, BookingFrames frames) {
        return new BuyerHub(bookings, positions, postgres, frames);
    }

    @Bean
    EventHub eventHub(Catalogue catalogue, SeatMaps maps, SeenVersions seen, Frames frames, Clock clock) {
        return new EventHub(catalogue, maps, seen, frames, clock);
    }

    @Bean
    SalesHub salesHub(Sales sales, Frames frames) {
        return new SalesHub(sales, frames);
    }

    @Bean
    StreamBeat streamBeat(OpenStreams streams, BookingHub bookings, BuyerHub buyers) {
        return new StreamBeat(streams, bookings, buyers);
    }

    @Bean
    OutcomeRouter outcomeRouter(BookingHub bookings, BuyerHub buyers, EventHub events, SeenVersions seen,
            PaymentWatch payments, MeterRegistry meters) {
        return new OutcomeRouter(bookings, buyers, events, seen, payments, meters);
    }

    @Bean
    OutcomeReader outcomeReader(KafkaProperties kafka, OutcomeRouter router, MeterRegistry meters) {
        return new OutcomeReader(consumers(kafka), new OutcomeTopic(Admin.create(admin(kafka))), router, meters);
    }

    /** In the readiness group: a stream opened before every position is known could miss an outcome. */
    @Bean
    HealthIndicator outcomes(OutcomeReader reader) {
        return () -> reader.isKnown() ? Health.up().build() : Health.down().build();
    }

    /** No group: every instance reads everything, and no offset is ever committed. */
    private static ConsumerFactory<byte[], byte[]> consumers(KafkaProperties kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "outcomes");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return new DefaultKafkaConsumerFactory<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> admin(KafkaProperties kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.buildAdminProperties());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "outcomes-topic");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return settings;
    }
}
