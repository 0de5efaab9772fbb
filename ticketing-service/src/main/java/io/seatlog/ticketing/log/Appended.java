package io.seatlog.ticketing.log;

/** Where the broker put an acknowledged command. */
public record Appended(int partition, int generation, long offset) {}
