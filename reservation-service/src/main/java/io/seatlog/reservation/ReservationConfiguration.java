package io.seatlog.reservation;

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
import java.time.InstantSource;
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
                PostgresJournal journal, OutcomeLog outcomes, KvrocksSeatMaps projectedMaps) {
            return new Workers(IntStream.range(0, reservation.workers()).mapToObj(i -> {
                var name = "partitions-" + i;
                return new PartitionThread(name, () -> {
                    var commands = new KafkaCommandLog(
                            consumers.createConsumer(null, "-" + name, null), new TopicIdentity(admin));
                    var ports = new PipelinePorts(commands, journal, outcomes, new Projection(projectedMaps),
                            InstantSource.system(), RandomGenerator.getDefault(), UUID::randomUUID);
                    return new PartitionThread.Opened(new Pipeline(ports), commands);
                });
            }).toList());
        }

        @Bean
        ReservationLifecycle lifecycle(TopicSetup topics, Workers workers, KvrocksSeatMaps sweptMaps,
                DataSource dataSource, MapProperties maps) {
            var sweep = new MapSweep(sweptMaps, new PostgresMapTruth(dataSource), workers::openPartitions);
            return new ReservationLifecycle(topics, workers, sweep, maps.sweepEvery());
        }

        @Bean
        HealthIndicator partitions(Workers workers) {
            return new PartitionsHealth(workers);
        }
    }
}
