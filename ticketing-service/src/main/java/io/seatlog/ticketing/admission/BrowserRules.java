package io.seatlog.ticketing.admission;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells browsers, with every answer, what may be done with it: no script, style or address that is not ours or the
 * issuer's, no frame, no guessing of types, and no address of ours, which may hold a receipt, to anybody else. The API
 * description's viewer, which is not ours, is the only thing that may style itself.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class BrowserRules implements WebFilter {
    private static final String API = "/api/";
    private static final List<String> VIEWER = List.of("/openapi", "/webjars/");
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String OURS = "; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private final Map<String, String> forApi;
    private final Map<String, String> forPage;
    private final Map<String, String> forViewer;

    BrowserRules(WebProperties web, @Value("${seatlog.identity.issuer}") URI issuer) {
        var signIn = Stream.concat(Stream.of(WebProperties.originOf(issuer)), web.signInOrigins().stream())
                .map(URI::toString).distinct().collect(Collectors.joining(" "));
        forApi = headers(NOTHING);
        forPage = headers(
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' " + signIn + OURS);
        forViewer = headers(
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'"
                        + OURS.replace("img-src 'self'", "img-src 'self' data:"));
    }

    private static Map<String, String> headers(String policy) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        // Browsers heed it where it came over TLS, and only there.
        headers.put("Strict-Transport-Security", "max-age=31536000");
        return Map.copyOf(headers);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var path = exchange.getRequest().getPath().pathWithinApplication().value();
        var rules = path.startsWith(API) ? forApi : VIEWER.stream().anyMatch(path::startsWith) ? forViewer : forPage;
        var headers = exchange.getResponse().getHeaders();
        rules.forEach(headers::set);
        return chain.filter(exchange);
    }
}
