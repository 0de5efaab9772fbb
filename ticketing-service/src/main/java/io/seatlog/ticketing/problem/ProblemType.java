package io.seatlog.ticketing.problem;

import java.net.URI;

/** Every kind of problem that the API answers, with its stable code; clients may rely on the code and the status. */
public enum ProblemType {
    /** Malformed JSON, wrong types, unknown fields, values out of range: {@code errors} names each field. */
    INVALID_REQUEST(400, "The request is not valid"),
    /** A client's booking id must be a UUIDv7 made within 24 hours. */
    BOOKING_ID_TIME(400, "The booking id is no UUIDv7 of the last or next 24 hours"),
    /** The receipt is not one of ours, or of another booking. */
    RECEIPT_INVALID(400, "The receipt is not valid for this booking"),
    WEBHOOK_REJECTED(400, "The webhook is not signed by the payment provider"),
    IDENTITY_REQUIRED(401, "This call needs a token"),
    TOKEN_INVALID(401, "The token is not valid"),
    ROLE_REQUIRED(403, "The token lacks the role"),
    EVENT_UNKNOWN(404, "There is no such event"),
    SECTION_UNKNOWN(404, "The event has no such section"),
    SUBSECTION_UNKNOWN(404, "The section has no such subsection"),
    BOOKING_UNKNOWN(404, "There is no such booking"),
    PAYMENT_UNKNOWN(404, "The booking has no payment"),
    SEAT_NOT_IN_BOOKING(404, "The booking does not have this seat"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be served"),
    /** The booking id belongs to another request; nothing was changed. */
    BOOKING_ID_REUSED(409, "The booking id belongs to another request"),
    /** Without a row only the receipt tells where the request waits. */
    BOOKING_NOT_DECIDED(409, "The booking is not decided yet"),
    NOT_ALLOWED_IN_STATUS(409, "The status does not allow this"),
    NOT_ON_SALE(409, "The event is not on sale yet"),
    SALE_CLOSED(409, "The sale is over"),
    SALE_PAUSED(409, "The sale is paused"),
    BUYER_LIMIT_FIXED(409, "A published event cannot gain or lose its limit of tickets per buyer"),
    SOLD_OUT(409, "The subsection is sold out"),
    /** The decision on the log was a refusal; {@code reason} says why. */
    COMMAND_REFUSED(409, "The request was refused"),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key belongs to another request"),
    /** The log that held the request was replaced before the request was decided; book again. */
    LOG_REPLACED(410, "The request was lost with its log"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    TOO_MANY_TICKETS(422, "More tickets than the event allows in one booking"),
    TOO_MANY_PAYMENTS(422, "The booking has had too many payments"),
    TOO_MANY_REQUESTS(429, "You ask too often"),
    TOO_MANY_STREAMS(429, "You have too many streams open"),
    /** Any other refusal of the framework. */
    REQUEST_REFUSED(400, "The request was refused"),
    INTERNAL(500, "Something failed on our side"),
    /** Nothing was accepted; try again after the time given. */
    OVERLOADED(503, "Too much at once"),
    /** Nothing was accepted; the log or its owner cannot be trusted at the moment. */
    LOG_UNAVAILABLE(503, "The log is not available"),
    STORE_UNAVAILABLE(503, "A store does not answer"),
    IDENTITY_UNAVAILABLE(503, "Tokens cannot be verified at the moment"),
    PAYMENT_UNAVAILABLE(503, "Payments are not possible at the moment"),
    /** The request may have been accepted; repeat it with the id given. */
    ACCEPTANCE_UNKNOWN(504, "The log did not answer in time");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public URI uri() {
        return URI.create("urn:seatlog:problem:" + code());
    }
}
