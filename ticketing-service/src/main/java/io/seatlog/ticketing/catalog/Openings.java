package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.log.CommandLog;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts the terms of an event's subsections on the log: first as openings, and it is visible once all of them are
 * acknowledged, so that an opening precedes every booking in its line; later as changes. What was not acknowledged is
 * sent again by a sweep, also after a crash. Repeating either changes nothing, and of two changes the higher version
 * wins, in whatever order they arrive.
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

    /** Completes when the log has acknowledged the terms for every subsection. */
    Mono<Void> send(Event event) {
        return Flux.fromIterable(event.sections().values())
                .flatMapIterable(section -> section.subsections().values().stream()
                        .map(subsection -> new Sending(subsection, command(event, section, subsection))).toList())
                .flatMap(one -> log.append(one.to().partition(), one.to().key(), one.command()), CONCURRENCY)
                .then(postgres.call(() -> {
                    store.termsSent(event.id(), event.termsVersion());
                    return event;
                })).then();
    }

    private record Sending(Subsection to, Command command) {}

    /** Only an opening may come first, and only older terms may come as an opening again. */
    private static Command command(Event event, Section section, Subsection subsection) {
        return event.isOpening()
                ? new Command.OpenSubsection(subsection.id(), subsection.key(), subsection.partition(),
                        subsection.plan(), event.terms(section))
                : new Command.ChangeTerms(subsection.id(), event.terms(section));
    }

    private void sweep() {
        for (var id : store.takeUnsent(SWEPT)) {
            var event = reader.anyById(id);
            if (event != null) {
                send(event).block(PATIENCE);
            }
        }
    }

    @Override
    public void close() {
        sweep.close();
    }
}
