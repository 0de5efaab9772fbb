package io.seatlog.reservation;

import io.seatlog.reservation.expiry.Expiry;
import io.seatlog.reservation.expiry.HoldDeadlines;
import io.seatlog.reservation.expiry.KafkaExpirySender;
import io.seatlog.reservation.expiry.PostgresHolds;
import io.seatlog.reservation.journal.PostgresJournal;
import io.seatlog.reservation.partition.KafkaCommandLog;
import io.seatlog.reservation.partition.KafkaOutcomeLog;
import io.seatlog.reservation.partition.LogAdoption;
import io.seatlog.reservation.partition.OutcomeLog;
import io.seatlog.reservation.partition.PartitionThread;
import io.seatlog.reservation.partition.Pipeline;
import io.seatlog.reservation.partition.PipelinePorts;
import io.seatlog.reservation.partition.TopicIdentity;
import io.seatlog.reservation.partition.TopicSetup;
import io.seatlog.reservation.seatmap.KvrocksSeatMaps;
import io.seatlog.reservation.seatmap.MapSweep;
import io.seatlog.reservation.seatmap.PostgresMapTruth;
import io.seatlog.reservation.seatmap.Projection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class ReservationConfiguration {
    private static final Duration EXPIRY_EVERY = Duration.ofMillis(100);

    @Bean(destroyMethod = "close")
    Admin admin(KafkaProperties properties) {
        return Admin.create(properties.buildAdminProperties());
    }

    @Bean
    PostgresJournal journal(DataSource dataSource) {
        return new PostgresJournal(dataSource);
    }

    @Bean
    TopicSetup topicSetup(Admin admin, PostgresJournal journal, LogProperties log) {
        return new TopicSetup(admin, journal, log.topics());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "seatlog.mode", havingValue = ReservationApplication.ADOPT)
    static class AdoptConfiguration {
        @Bean
        ApplicationRunner adoptLog(TopicSetup topics, TopicIdentity identity, PostgresJournal journal,
                LogProperties log) {
            return _ -> new LogAdoption(topics, identity, journal).adopt(log.partitions());
        }

        @Bean
        TopicIdentity topicIdentity(Admin admin) {
            return new TopicIdentity(admin);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "seatlog.mode", havingValue = "serve", matchIfMissing = true)
    static class ServeConfiguration {
        @Bean(destroyMethod = "close")
        Producer<byte[], byte[]> outcomeProducer(ProducerFactory<byte[], byte[]> factory) {
            return factory.createNonTransactionalProducer();
        }

        @Bean
        OutcomeLog outcomeLog(Producer<byte[], byte[]> producer) {
            return new KafkaOutcomeLog(producer);
        }

        @Bean(destroyMethod = "close")
        KvrocksSeatMaps projectedMaps(MapProperties maps) {
            return new KvrocksSeatMaps(maps.url(), maps.budget());
        }

        @Bean(destroyMethod = "close")
        KvrocksSeatMaps sweptMaps(MapProperties maps) {
            return new KvrocksSeatMaps(maps.url(), maps.sweepBudget());
        }

        @Bean
        Workers workers(ReservationProperties reservation, ConsumerFactory<byte[], byte[]> consumers, Admin admin,
                PostgresJournal journal, OutcomeLog outcomes, KvrocksSeatMaps projectedMaps, HoldDeadlines deadlines) {
            return new Workers(IntStream.range(0, reservation.workers()).mapToObj(i -> {
                var name = "partitions-" + i;
                return new PartitionThread(name, () -> {
                    var commands = new KafkaCommandLog(
                            consumers.createConsumer(null, "-" + name, null), new TopicIdentity(admin));
                    var ports = new PipelinePorts(commands, journal, outcomes, new Projection(projectedMaps),
                            deadlines, InstantSource.system(), RandomGenerator.getDefault(), UUID::randomUUID);
                    return new PartitionThread.Opened(new Pipeline(ports), commands);
                });
            }).toList());
        }

        @Bean
        HoldDeadlines holdDeadlines() {
            return new HoldDeadlines();
        }

        @Bean
        ReservationLifecycle lifecycle(TopicSetup topics, Workers workers, KvrocksSeatMaps sweptMaps,
                DataSource dataSource, MapProperties maps, HoldDeadlines deadlines, Producer<byte[], byte[]> producer) {
            var sweep = new MapSweep(sweptMaps, new PostgresMapTruth(dataSource), workers::openPartitions);
            var expiry = new Expiry(deadlines, new PostgresHolds(dataSource), new KafkaExpirySender(producer),
                    workers::openPartitions, InstantSource.system());
            return new ReservationLifecycle(topics, workers,
                    List.of(new Repeated("map-sweep", sweep, maps.sweepEvery()),
                            new Repeated("expiry", expiry, EXPIRY_EVERY)));
        }

        @Bean
        HealthIndicator partitions(Workers workers) {
            return new PartitionsHealth(workers);
        }
    }
}
