package io.seatlog.proof.history;

import io.seatlog.kernel.message.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small questions to an outcome. */
final class Outcomes {
    private Outcomes() {}

    /** A command has at most one outcome of each subject. */
    static UUID subject(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfBooking of -> of.booking().id();
            case Outcome.CommandRefused refused -> refused.bookingId();
            case Outcome.OfSubsection of -> new UUID(0, of.subsectionId());
        };
    }

    /** The log time of the decision, where the outcome says it. */
    static @Nullable Instant at(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfBooking of -> of.booking().changedAt();
            case Outcome.CommandRefused refused -> refused.at();
            case Outcome.OfSubsection _ -> null;
        };
    }

    static boolean creates(Outcome outcome) {
        return outcome instanceof Outcome.OfBooking of && of.booking().version() == of.booking().createdVersion();
    }

    /** The kind in words. */
    static String name(Outcome outcome) {
        return outcome.getClass().getSimpleName();
    }
}
