package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.seating.SeatingPlan;
import java.util.SequencedMap;

/**
 * A part of the venue with one price.
 *
 * @param priceMinor of one seat, in minor units of the event's currency
 * @param plan of each of its subsections
 * @param subsections by name, in order
 */
public record Section(String name, long priceMinor, SeatingPlan plan, SequencedMap<String, Subsection> subsections) {}
