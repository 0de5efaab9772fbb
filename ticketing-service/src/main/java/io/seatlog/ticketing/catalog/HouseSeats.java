package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.problem.Violations;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks the log to keep seats for the house, or to sell them again. The log decides which of them are free then. */
@Component
final class HouseSeats {
    private final EventLifecycle lifecycle;
    private final CommandLog log;
    private final Clock clock;

    HouseSeats(EventLifecycle lifecycle, CommandLog log, Clock clock) {
        this.lifecycle = lifecycle;
        this.log = log;
        this.clock = clock;
    }

    @FunctionalInterface
    interface Wish {
        Command command(int subsectionId, Seats seats);
    }

    /** Completes when the log has acknowledged it. */
    Mono<Void> ask(UUID id, HouseSeatsRequest request, Wish wish, Caller caller) {
        request.validate();
        return lifecycle.visibleTo(id, caller).switchIfEmpty(Mono.error(() -> EventProblems.notYours(id)))
                .flatMap(event -> {
                    requireOpen(event);
                    var where = event.place(Violations.checked(request.section()),
                            Violations.checked(request.subsection()));
                    var seats = where.seats(Violations.checked(request.seats()));
                    return log.append(where.partition(), where.key(), wish.command(where.id(), seats));
                }).then();
    }

    /** Until it is open, the log knows nothing of its seats. */
    private void requireOpen(Event event) {
        var status = event.status(Instant.now(clock));
        if (event.draft() || status == Event.Status.CANCELLED) {
            throw EventProblems.notAllowed(status);
        }
        if (event.isOpening()) {
            throw EventProblems.opening();
        }
    }
}
