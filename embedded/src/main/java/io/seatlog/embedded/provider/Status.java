package io.seatlog.embedded.provider;

/** How a payment stands. Nothing here takes time by itself, so the protocol's PROCESSING never occurs. */
enum Status {
    /** The buyer has to pass the challenge. To AUTHORIZED, DECLINED or VOIDED. */
    ACTION_REQUIRED,
    /** The amount is reserved. To CAPTURED or VOIDED. */
    AUTHORIZED,
    /** The amount was taken, once. To REFUNDED. */
    CAPTURED,
    /** Given up before a capture. Final. */
    VOIDED,
    /** Taken, and all of it given back, once. Final. */
    REFUNDED,
    /** Refused. Final. */
    DECLINED
}
