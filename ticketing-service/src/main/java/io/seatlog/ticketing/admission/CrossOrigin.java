package io.seatlog.ticketing.admission;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.WebFilter;

/** Which pages elsewhere may call the API: those that are configured, with tokens, never with cookies. */
@Configuration(proxyBeanMethods = false)
class CrossOrigin {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 20)
    WebFilter crossOrigins(WebProperties web) {
        if (web.corsOrigins().isEmpty()) {
            // Without headers that allow it no browser lets another page read an answer.
            return (exchange, chain) -> chain.filter(exchange);
        }
        var rules = new CorsConfiguration();
        rules.setAllowedOrigins(web.corsOrigins().stream().map(URI::toString).toList());
        rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
        rules.setAllowedHeaders(
                List.of("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Prefer", "traceparent"));
        rules.setExposedHeaders(List.of("Date", "Idempotent-Replayed", "Location", "Preference-Applied", "RateLimit",
                "RateLimit-Policy", "Retry-After"));
        rules.setAllowCredentials(false);
        rules.setMaxAge(REMEMBERED);
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", rules);
        return new CorsWebFilter(source);
    }
}
