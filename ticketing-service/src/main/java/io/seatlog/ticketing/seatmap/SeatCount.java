package io.seatlog.ticketing.seatmap;

/** How many seats of a subsection were free at a version. */
public record SeatCount(long version, int free) {}
