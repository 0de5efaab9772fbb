package io.seatlog.reservation;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Telemetry is exported where an endpoint is set; elsewhere nothing tries to reach one. */
final class TelemetryDefaults implements EnvironmentPostProcessor {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final Map<String, Object> NO_EXPORT = Map.of("otel.traces.exporter", "none",
            "otel.metrics.exporter", "none", "otel.logs.exporter", "none");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getProperty(ENDPOINT, "").isBlank()) {
            environment.getPropertySources().addLast(new MapPropertySource("telemetry-defaults", NO_EXPORT));
        }
    }
}
