package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Terms;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.log.CommandLog;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts an event's subsections on the log and makes it visible once all of them are acknowledged: so an opening precedes
 * every booking in its line. What was not acknowledged is sent again by a sweep, also after a crash; repeating an
 * opening changes nothing.
 */
@Component
final class Openings implements AutoCloseable {
    private static final int CONCURRENCY = 256;
    private static final int SWEPT = 10;
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private final CommandLog log;
    private final EventStore store;
    private final EventReader reader;
    private final BlockingCalls postgres;
    private final Loop sweep;

    Openings(CommandLog log, EventStore store, EventReader reader, BlockingCalls postgres) {
        this.log = log;
        this.store = store;
        this.reader = reader;
        this.postgres = postgres;
        sweep = Loop.start("openings-sweep", SWEEP, this::sweep);
    }

    Mono<Void> open(Event event) {
        return Flux.fromIterable(event.sections().values())
                .flatMapIterable(section -> section.subsections().values().stream()
                        .map(subsection -> opening(event, section, subsection)).toList())
                .flatMap(opening -> log.append(opening.partition(), opening.key(), opening), CONCURRENCY)
                .then(postgres.call(() -> {
                    store.termsSent(event.id(), event.termsVersion());
                    return event;
                })).then();
    }

    private static Command.OpenSubsection opening(Event event, Section section, Subsection subsection) {
        return new Command.OpenSubsection(subsection.id(), subsection.key(), subsection.partition(), subsection.plan(),
                new Terms(event.termsVersion(), section.priceMinor(), event.currency(), event.onSaleAt(),
                        event.offSaleAt(), event.holdSeconds(), event.maxTicketsPerBooking(),
                        event.maxTicketsPerBuyer()));
    }

    private void sweep() {
        for (var id : store.takeUnsent(SWEPT)) {
            var event = reader.anyById(id);
            if (event != null) {
                open(event).block(PATIENCE);
            }
        }
    }

    @Override
    public void close() {
        sweep.close();
    }
}
