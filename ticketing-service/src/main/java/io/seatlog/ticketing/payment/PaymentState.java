package io.seatlog.ticketing.payment;

/**
 * What is due for a payment, by its number in the database: never reuse one. A call without a certain answer leaves the
 * state as it is, and is made again: only a payment that may or may not be authorised has a state of its own for that.
 */
public enum PaymentState {
    /** The provider is about to be asked to reserve the money. */
    NEW(1),
    /** It may or may not be reserved. */
    UNKNOWN(2),
    /** The buyer has to do something, such as 3-D Secure. */
    ACTION_REQUIRED(3),
    /** Reserved; the log is asked for the seats. */
    CONFIRMING(4),
    /** The seats are the buyer's; the money is to be taken. */
    CAPTURE_DUE(5),
    CAPTURED(6),
    /** The seats are not to be had; the money is to be let go. */
    VOID_DUE(7),
    VOIDED(8),
    /** The provider refused. */
    DECLINED(9),
    /** The booking was cancelled after the money was taken. */
    REFUND_DUE(10),
    REFUNDED(11),
    /** The seats are the buyer's, the money cannot be had for good; the seats are to be taken back. */
    CAPTURE_REFUSED(12),
    /** Confirmed, not paid, and cancelled for it. */
    FAILED(13);

    private static final PaymentState[] BY_CODE = values();
    private final int code;

    PaymentState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static PaymentState ofCode(int code) {
        return BY_CODE[code - 1];
    }

    /** Whether the money may still go one way or the other. */
    public boolean isOpen() {
        return switch (this) {
            case NEW, UNKNOWN, ACTION_REQUIRED, CONFIRMING, CAPTURE_DUE, VOID_DUE, REFUND_DUE, CAPTURE_REFUSED -> true;
            case CAPTURED, VOIDED, DECLINED, REFUNDED, FAILED -> false;
        };
    }
}
