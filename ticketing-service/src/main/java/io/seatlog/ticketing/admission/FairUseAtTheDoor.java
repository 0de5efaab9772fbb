package io.seatlog.ticketing.admission;

import io.seatlog.ticketing.identity.KnownCallers;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * {@link FairUse} for callers who are known already, before anything is done for their request, tracing included: what
 * it costs to refuse somebody is what others notice of them. For the same reason a refusal is held back for a while, as
 * long as there is room. Behind the headers that browsers need to read it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
final class FairUseAtTheDoor implements WebFilter {
    /** Each with its exchange some 10 KiB. */
    private static final int MOST_HELD_BACK = 2_000;
    private final KnownCallers callers;
    private final FairUse fairUse;
    private final ProblemHandler problems;
    private final Duration refuseAfter;
    private final AtomicInteger heldBack = new AtomicInteger();

    FairUseAtTheDoor(KnownCallers callers, FairUse fairUse, ProblemHandler problems, FairUseProperties limits) {
        this.callers = callers;
        this.fairUse = fairUse;
        this.problems = problems;
        refuseAfter = limits.refuseAfter();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var refusal = callers.of(exchange).flatMap(caller -> fairUse.refusal(exchange, caller));
        return refusal.isEmpty() ? chain.filter(exchange) : refuse(exchange, refusal.get());
    }

    private Mono<Void> refuse(ServerWebExchange exchange, ProblemException refusal) {
        if (heldBack.incrementAndGet() > MOST_HELD_BACK) {
            heldBack.decrementAndGet();
            return problems.handle(exchange, refusal);
        }
        return Mono.delay(refuseAfter).doFinally(_ -> heldBack.decrementAndGet())
                .then(Mono.defer(() -> problems.handle(exchange, refusal)));
    }
}
