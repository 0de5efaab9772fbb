package io.seatlog.reservation;

import io.seatlog.reservation.erasure.Erasure;
import io.seatlog.reservation.erasure.ErasureRows;
import io.seatlog.reservation.erasure.ErasureUnfinishedException;
import io.seatlog.reservation.erasure.LogDecisions;
import io.seatlog.reservation.erasure.Names;
import io.seatlog.reservation.partition.TopicIdentity;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

/** The one-off mode that erases a buyer: {@code seatlog.erase.buyer} and {@code .replacement} say whom. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "seatlog.mode", havingValue = ReservationApplication.ERASE)
class ErasureConfiguration {
    @Bean(destroyMethod = "close")
    Producer<byte[], byte[]> nudges(ProducerFactory<byte[], byte[]> factory) {
        return factory.createNonTransactionalProducer();
    }

    @Bean
    Once erase(DataSource dataSource, Admin admin, Producer<byte[], byte[]> producer, LogProperties log,
            @Value("${seatlog.erase.buyer:}") String buyer,
            @Value("${seatlog.erase.replacement:}") String replacement) {
        var rows = new ErasureRows(dataSource);
        var partitions = IntStream.range(0, log.partitions()).boxed().collect(Collectors.toSet());
        var decisions = new LogDecisions(new TopicIdentity(admin), producer, rows, partitions);
        return new Once(new Erasure(rows, decisions, System.out::println), buyer, replacement);
    }

    /** What it prints is the operator's answer; so is its exit status. */
    static final class Once implements ApplicationRunner, ExitCodeGenerator {
        private static final int FAILED = 1;
        private static final int WRONG_USE = 2;
        private static final int IN_THE_WAY = 3;
        private final Erasure erasure;
        private final String buyer;
        private final String replacement;
        private int exitCode = FAILED;

        Once(Erasure erasure, String buyer, String replacement) {
            this.erasure = erasure;
            this.buyer = buyer;
            this.replacement = replacement;
        }

        @Override
        public void run(ApplicationArguments arguments) {
            Names names;
            try {
                names = new Names(buyer, replacement);
            } catch (IllegalArgumentException notNames) {
                System.out.println(notNames.getMessage());
                exitCode = WRONG_USE;
                return;
            }
            try {
                exitCode = switch (erasure.erase(names)) {
                    case ERASED -> 0;
                    case IN_THE_WAY -> IN_THE_WAY;
                };
            } catch (ErasureUnfinishedException unfinished) {
                System.out.println("not finished: " + unfinished.getMessage());
            }
        }

        @Override
        public int getExitCode() {
            return exitCode;
        }
    }
}
