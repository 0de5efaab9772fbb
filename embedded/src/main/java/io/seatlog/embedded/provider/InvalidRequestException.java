package io.seatlog.embedded.provider;

/** A request that names something it may not. An answer rather than a fault: no stack trace. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    /** @param field which; {@code body} when it is no JSON object at all */
    InvalidRequestException(String field) {
        super(field, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }
}
