package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Sale;
import java.time.Instant;

/** What an organizer can do with an event as a whole. Each leads somewhere, so that repeating it changes nothing. */
enum Move {
    /** Shows a draft to everybody. */
    PUBLISH,
    /** Stops the sale until it is resumed; what is held can be paid. */
    PAUSE,
    RESUME,
    /** Ends the sale for good, also one whose time is over already. */
    CLOSE,
    /** Closes the sale and ends all that was booked. */
    CANCEL;

    /** @throws io.seatlog.ticketing.problem.ProblemException when the event's status does not allow it */
    Edition apply(Event event, Instant now) {
        if (!isAllowedIn(event.status(now))) {
            throw EventProblems.notAllowed(event.status(now));
        }
        var edition = Edition.of(event);
        return switch (this) {
            case PUBLISH -> edition.published();
            case PAUSE -> edition.with(Sale.PAUSED);
            case RESUME -> edition.with(Sale.OPEN);
            case CLOSE -> edition.with(Sale.CLOSED);
            case CANCEL -> edition.cancel();
        };
    }

    private boolean isAllowedIn(Event.Status status) {
        return switch (this) {
            case PUBLISH -> status != Event.Status.CANCELLED;
            case PAUSE, RESUME -> status == Event.Status.SCHEDULED || status == Event.Status.ON_SALE
                    || status == Event.Status.PAUSED;
            case CLOSE -> status != Event.Status.DRAFT && status != Event.Status.CANCELLED;
            case CANCEL -> true;
        };
    }
}
