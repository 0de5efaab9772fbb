package io.seatlog.ticketing;

import io.seatlog.ticketing.blocking.BlockingCalls;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

@Configuration(proxyBeanMethods = false)
class TicketingConfiguration {
    /** Look-ups are coalesced, so a short queue is a long one in rows. */
    private static final int QUEUED_CALLS = 256;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Event loops of its own: the JVM-wide ones end with whichever context closes first. */
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    @Bean
    BlockingCalls postgres(@Value("${seatlog.postgres.threads}") int connections) {
        return new BlockingCalls("postgres", connections, QUEUED_CALLS);
    }
}
