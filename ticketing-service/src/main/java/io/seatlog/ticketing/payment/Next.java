package io.seatlog.ticketing.payment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a payment needs next. */
sealed interface Next {
    /** What a provider can be asked for. */
    enum Operation {
        AUTHORIZE,
        ASK,
        CAPTURE,
        RELEASE,
        REFUND
    }

    /** Ask the provider, and go on from its answer. */
    record Call(Operation operation) implements Next {}

    /** The booking says where it goes. */
    record Become(PaymentState state, @Nullable String failure) implements Next {}

    /** Ask the log for the seats. */
    record Confirm() implements Next {}

    /** Ask the log to take the seats back. */
    record TakeBack() implements Next {}

    /** Somebody else's turn: look again then, or when there is news. */
    record Wait(Duration until) implements Next {}

    /** Nothing is due, ever, unless the booking changes. */
    record Done() implements Next {}
}
