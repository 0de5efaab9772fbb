package io.seatlog.ticketing.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

/** What pages elsewhere may do, where some are configured and where none are. */
class CrossOriginTest {
    private static final String SHOP = "https://shop.example";
    private static final WebProperties CONFIGURED = new WebProperties(List.of(URI.create(SHOP)), List.of());
    private static final WebProperties NONE = new WebProperties(List.of(), List.of());
    private final AtomicBoolean handled = new AtomicBoolean();

    @Test
    void shouldLetAConfiguredPageCallWithATokenAndWithoutCookies() {
        var preflight = exchange(CONFIGURED, preflight(SHOP));
        assertThat(handled).as("answered by the filter").isFalse();
        assertThat(preflight.getAccessControlAllowOrigin()).isEqualTo(SHOP);
        assertThat(preflight.getAccessControlAllowHeaders()).contains("Authorization", "Idempotency-Key");
        assertThat(preflight.getAccessControlAllowCredentials()).isFalse();

        var call = exchange(CONFIGURED,
                MockServerHttpRequest.get("http://api.example/api/events").header(HttpHeaders.ORIGIN, SHOP));
        assertThat(handled).isTrue();
        assertThat(call.getAccessControlAllowOrigin()).isEqualTo(SHOP);
        assertThat(call.getAccessControlExposeHeaders()).contains("Retry-After", "RateLimit");
    }

    @Test
    void shouldRefuseAnyOtherPage() {
        for (var origin : List.of("https://evil.example", "http://shop.example", SHOP + ".evil.example", "null")) {
            var preflight = exchange(CONFIGURED, preflight(origin));
            assertThat(preflight.getAccessControlAllowOrigin()).as(origin).isNull();
            assertThat(handled).as(origin).isFalse();
        }
    }

    @Test
    void shouldAllowNobodyWhereNoneIsConfigured() {
        var call = exchange(NONE,
                MockServerHttpRequest.get("http://api.example/api/events").header(HttpHeaders.ORIGIN, SHOP));
        assertThat(handled).isTrue();
        assertThat(call.getAccessControlAllowOrigin()).isNull();
    }

    @Test
    void shouldTakeOnlyOrigins() {
        for (var no : List.of("https://shop.example/", "https://shop.example/page", "shop.example", "https:///x")) {
            assertThatIllegalArgumentException().as(no)
                    .isThrownBy(() -> new WebProperties(List.of(URI.create(no)), List.of()))
                    .withMessageStartingWith("seatlog.web.cors-origins must be");
        }
    }

    private static MockServerHttpRequest.BaseBuilder<?> preflight(String origin) {
        return MockServerHttpRequest.method(HttpMethod.OPTIONS, "http://api.example/api/bookings")
                .header(HttpHeaders.ORIGIN, origin).header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "POST")
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, "Authorization, Idempotency-Key");
    }

    private HttpHeaders exchange(WebProperties web, MockServerHttpRequest.BaseBuilder<?> request) {
        var exchange = MockServerWebExchange.from(request);
        new CrossOrigin().crossOrigins(web).filter(exchange, _ -> {
            handled.set(true);
            exchange.getResponse().setStatusCode(HttpStatus.OK);
            return Mono.empty();
        }).block();
        return exchange.getResponse().getHeaders();
    }
}
