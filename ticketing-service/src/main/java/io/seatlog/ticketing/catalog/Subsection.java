package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.seating.SeatingPlan;
import java.util.UUID;

/**
 * The unit of ordering. Nothing of it ever changes.
 *
 * @param partition of the log, chosen when its event was created
 */
public record Subsection(int id, UUID eventId, String section, String name, int partition, SeatingPlan plan) {
    public SubsectionKey key() {
        return new SubsectionKey(eventId, section, name);
    }
}
