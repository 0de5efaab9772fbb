package io.seatlog.reservation.partition;

import java.time.Duration;

/** What the driver does before the next step. */
public sealed interface Wait {
    Wait NONE = new None();

    record None() implements Wait {}

    /** Until the publications under way are acknowledged or have failed. */
    record ForAcknowledgement(OutcomeLog.Publishing publishing) implements Wait {}

    /** So long, while the membership is kept alive by {@link Pipeline#idle}. */
    record Pause(Duration length) implements Wait {}
}
