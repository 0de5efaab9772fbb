package io.seatlog.embedded.provider;

import java.util.Optional;

/** What came of a call. */
sealed interface Outcome {
    /** The payment stands as asked for, since now or since before. */
    record Done(Payment payment, boolean changed) implements Outcome {}

    /** Not possible from where the payment stands. A refusal may have changed it too: a capture that fails voids. */
    record Refused(Payment payment, boolean changed, String error) implements Outcome {}

    /** The id belongs to an order with other content. */
    record IdReused() implements Outcome {}

    record Unknown() implements Outcome {}

    /** {@link Books#LIMIT} is reached; payments that are known go on as before. */
    record Full() implements Outcome {}

    /** How the payment stands now, when this call changed it. */
    default Optional<Payment> change() {
        return switch (this) {
            case Done(var payment, var changed) when changed -> Optional.of(payment);
            case Refused(var payment, var changed, _) when changed -> Optional.of(payment);
            case Done _,Refused _,IdReused _,Unknown _,Full _ -> Optional.empty();
        };
    }
}
