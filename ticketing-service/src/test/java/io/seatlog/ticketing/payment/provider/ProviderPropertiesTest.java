package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

class ProviderPropertiesTest {
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(ProviderConfiguration.class, Properties.class)
            .withBean(JsonMapper.class, () -> JsonMapper.builder().build())
            .withBean(Clock.class, Clock::systemUTC).withBean(SimpleMeterRegistry.class);

    @EnableConfigurationProperties(ProviderProperties.class)
    static class Properties {}

    @Test
    void shouldTakeNoPaymentsUnlessToldTo() {
        context.run(started -> assertThat(started.getBean(GuardedProvider.class).isOpen()).isTrue());
    }

    @Test
    void shouldMakeTheProviderThatIsNamed() {
        context.withPropertyValues(values("provider=stripe;secret-key=rk_live_1;webhook-secret=whsec_1"))
                .run(started -> {
                    assertThat(started.getBean(GuardedProvider.class).isOpen()).isFalse();
                    assertThat(started.getBean(GuardedProvider.class).signatureHeader()).isEqualTo("Stripe-Signature");
                    assertThat(started.getBean(ProviderProperties.class).toString()).doesNotContain("rk_live_1",
                            "whsec_1");
                });
        context.withPropertyValues(
                values("provider=simulated;url=http://127.0.0.1:9;secret-key=a;webhook-secret=b;threads=2"))
                .run(started -> {
                    assertThat(started.getBean(GuardedProvider.class).signatureHeader()).isEqualTo("Seatlog-Signature");
                    assertThat(started.getBean(ProviderProperties.class).threads()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            provider=stripe;webhook-secret=w                                              | secret-key must be given
            provider=stripe;secret-key=sk_1                                               | webhook-secret must be given
            provider=stripe;secret-key=pk_1;webhook-secret=w                              | not a publishable one
            provider=stripe;secret-key=sk_1 2;webhook-secret=w                            | without spaces
            provider=simulated;secret-key=s;webhook-secret=w                              | url must be given
            provider=stripe;url=http://pay.example;secret-key=sk_1;webhook-secret=w       | url must be https
            provider=simulated;url=nowhere;secret-key=s;webhook-secret=w                  | url must be https
            read-timeout=0s                                                               | read-timeout must be
            connect-timeout=61s                                                           | connect-timeout must be
            threads=0                                                                     | threads must be
            """)
    void shouldSayWhatIsWrong(String properties, String message) {
        context.withPropertyValues(values(properties))
                .run(started -> assertThat(started).getFailure().hasStackTraceContaining(message));
    }

    private static String[] values(String properties) {
        return Stream.of(properties.split(";")).map(one -> "seatlog.payment." + one).toArray(String[]::new);
    }
}
