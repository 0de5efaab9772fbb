package io.seatlog.ticketing.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Ready once the producer knows the topic and every partition has had an owner that decides it. Both stay true: an
 * outage later is answered request by request, because taking every instance out of service would make it a larger one.
 */
@Configuration(proxyBeanMethods = false)
class LogHealth {
    @Bean
    HealthIndicator commandLogHealthIndicator(CommandLog log) {
        return () -> (log.isReady() ? Health.up() : Health.down()).withDetail("inFlight", log.inFlight()).build();
    }

    @Bean
    HealthIndicator positionsHealthIndicator(LogIdentity identity, Positions positions) {
        return new HealthIndicator() {
            private volatile boolean granted;

            @Override
            public Health health() {
                boolean now = identity.isWhollyGranted();
                granted |= now;
                return (granted ? Health.up() : Health.down()).withDetail("partitions", identity.partitions())
                        .withDetail("owned", positions.count()).withDetail("grantedNow", now).build();
            }
        };
    }
}
