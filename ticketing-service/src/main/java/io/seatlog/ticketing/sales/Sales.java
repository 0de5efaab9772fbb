package io.seatlog.ticketing.sales;

import io.seatlog.ticketing.catalog.Event;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** How sales stand. Blocks. */
@Component
public class Sales {
    private final SalesRows rows;
    private final Clock clock;

    Sales(SalesRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    public SalesView of(Event event) {
        var asOf = clock.instant();
        return SalesView.of(event, rows.of(event.id()), asOf);
    }
}
