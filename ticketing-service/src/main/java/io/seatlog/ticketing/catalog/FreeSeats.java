package io.seatlog.ticketing.catalog;

import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Free seats as the seat map tells them: at most a second old, never a promise. */
public interface FreeSeats {
    /** @return free seats by subsection id; a subsection whose count is not to be had is left out */
    Mono<Map<Integer, Integer>> free(Collection<Subsection> subsections);

    /** @return true only when map and database agreed within the last two seconds that no seat is free; never blocks */
    boolean soldOut(Subsection subsection);
}
