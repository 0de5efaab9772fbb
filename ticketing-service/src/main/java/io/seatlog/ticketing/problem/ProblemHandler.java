package io.seatlog.ticketing.problem;

import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every failure of every request, the framework's own included, as {@code application/problem+json}. */
@Component
@Order(-2)
public final class ProblemHandler implements WebExceptionHandler {
    /** The attribute of an exchange with the id of its trace, when it is traced. */
    public static final String TRACE_ID = ProblemHandler.class.getName() + ".traceId";
    private static final String CHALLENGE = "Bearer realm=\"seatlog\"";
    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        var response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        var problem = Problems.of(failure);
        response.setStatusCode(HttpStatusCode.valueOf(problem.type().status()));
        var headers = response.getHeaders();
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.remove(HttpHeaders.LOCATION);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        headers(problem, failure).accept(headers);
        String traceId = exchange.getAttribute(TRACE_ID);
        var body = json.writeValueAsBytes(Problem.of(problem, traceId));
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static Consumer<HttpHeaders> headers(ProblemException problem, Throwable failure) {
        return headers -> {
            var wait = problem.retryAfter();
            if (wait != null) {
                headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, ceilSeconds(wait))));
            }
            if (problem.type().status() == 401) {
                headers.set(HttpHeaders.WWW_AUTHENTICATE, problem.type() == ProblemType.TOKEN_INVALID
                        ? CHALLENGE + ", error=\"invalid_token\""
                        : CHALLENGE);
            }
            switch (failure) {
                case MethodNotAllowedException wrong -> headers.setAllow(wrong.getSupportedMethods());
                case UnsupportedMediaTypeStatusException wrong -> headers.setAccept(wrong.getSupportedMediaTypes());
                default -> {
                }
            }
        };
    }

    private static long ceilSeconds(Duration wait) {
        return (wait.toMillis() + 999) / 1000;
    }
}
