package io.seatlog.ticketing.payment;

import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.booking.Bookings;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.payment.provider.GuardedProvider;
import io.seatlog.ticketing.payment.provider.ProviderProperties;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PaymentConfiguration {
    /** Payments that wait for a thread here; those beyond it wait in the database. */
    private static final int QUEUED = 1_000;

    @Bean
    PaymentWorker paymentWorker(PostgresPayments payments, Bookings bookings, Catalogue catalogue, CommandLog log,
            GuardedProvider provider, PaymentWatch watch, List<PaymentListener> listeners,
            ProviderProperties properties,
            MeterRegistry meters, Clock clock) {
        int due = Math.max(1, properties.threads() / 4);
        // Made here and not a bean: every other caller of blocking calls wants those of PostgreSQL.
        var ports = new PaymentPorts(payments, new PostgresBookingFacts(bookings), new KafkaPaymentLog(log), provider,
                clock, new Random());
        return new PaymentWorker(ports, catalogue, watch, listeners,
                new BlockingCalls("payment", Math.max(1, properties.threads() - due), QUEUED),
                new BlockingCalls("payment-due", due, PaymentWorker.MOST_CLAIMED), meters);
    }

    @Bean
    PaymentTape paymentTape(PostgresPayments payments, List<PaymentListener> listeners) {
        return new PaymentTape(payments, listeners);
    }
}
