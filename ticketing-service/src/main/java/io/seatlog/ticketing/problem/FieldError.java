package io.seatlog.ticketing.problem;

/**
 * One thing that is wrong with one field.
 *
 * @param field its path, {@code sections[0].rows}; a header or query parameter by its name
 * @param message what is allowed, with the limit
 */
public record FieldError(String field, String message) {}
