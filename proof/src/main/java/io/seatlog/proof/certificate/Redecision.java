package io.seatlog.proof.certificate;

import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides commands again with the production code and compares. */
final class Redecision {
    private final List<OrderAudit.Difference> differences = new ArrayList<>();
    private final List<Passed> passed = new ArrayList<>();
    private long redecided;
    private long differing;
    private long overtaken;
    private long believed;
    private long elsewhere;
    private long unfollowed;

    /** Somebody who was passed over, until it is known by whom. */
    private static final class Passed {
        private final int subsection;
        private final Booking rejected;
        private final Seats seats;
        private final List<String> labels;
        private @Nullable Booking by;

        Passed(int subsection, Booking rejected, Seats seats, List<String> labels) {
            this.subsection = subsection;
            this.rejected = rejected;
            this.seats = seats;
            this.labels = labels;
        }
    }

    void elsewhere() {
        elsewhere++;
    }

    /**
     * @param answers what was published for it, in the order of their bookings' ids
     * @return false when nothing was published and something should have been, which may just be still to come
     */
    boolean compare(Seating seating, Entry asked, Command command, Map<UUID, Booking> before, List<Outcome> answers) {
        if (answers.stream().anyMatch(Redecision::internal)) {
            believed++;
            return true;
        }
        if (seating.lost() != null) {
            unfollowed++;
            return true;
        }
        redecided++;
        List<Outcome> expected;
        try {
            expected = new ArrayList<>(
                    seating.decide(command, erased(before, answers), tickets(seating, answers), asked.version(),
                            asked.logTime()));
        } catch (IllegalArgumentException poison) {
            if (!answers.isEmpty()) {
                differ(seating, asked.version(), answers, "poison: " + poison.getMessage());
            }
            return !answers.isEmpty() || !(command instanceof Command.OfBooking);
        }
        if (answers.isEmpty() && !expected.isEmpty()) {
            return false;
        }
        expected.sort((one, other) -> Entry.compareBytes(Entry.answered(0, 0, one).subject(),
                Entry.answered(0, 0, other).subject()));
        if (!expected.equals(answers)) {
            differ(seating, asked.version(), answers, words(expected));
            overtaken(seating, answers, expected);
        }
        return true;
    }

    /** A buyer who was erased between two decisions has another name in the second. */
    private static Map<UUID, Booking> erased(Map<UUID, Booking> before, List<Outcome> answers) {
        if (answers.stream().noneMatch(Redecision::ofErased)) {
            return before;
        }
        var known = new HashMap<>(before);
        for (var answer : answers) {
            if (answer instanceof Outcome.OfBooking of && ofErased(answer)) {
                known.computeIfPresent(of.booking().id(), (_, booking) -> booking.erased(of.booking().buyer()));
            }
        }
        return known;
    }

    private static boolean ofErased(Outcome answer) {
        return answer instanceof Outcome.OfBooking of && ErasedBuyer.isOne(of.booking().buyer());
    }

    /** For a version without its command. */
    void uncommanded(Seating seating, long version, List<Outcome> answers) {
        if (answers.stream().allMatch(Redecision::internal)) {
            believed++; // Poison: its bytes are no command, and its sender was told so.
            return;
        }
        differ(seating, version, answers, "no command");
    }

    /** @param first version of {@code commands} that something else was decided after, or nothing is to come for */
    void unanswered(Seating seating, long first, long commands) {
        differ(seating, first, List.of(), "an outcome");
        differing += commands - 1;
    }

    /** Where buyers are limited, their tickets of other partitions count: what was said of the limit is taken as given. */
    private static int tickets(Seating seating, List<Outcome> answers) {
        var opening = seating.opening();
        boolean limited = answers.stream()
                .anyMatch(answer -> answer instanceof Outcome.BookingRejected(var booking)
                        && booking.reason() == Reason.BUYER_LIMIT_REACHED
                        || answer instanceof Outcome.CommandRefused refused
                                && refused.reason() == Reason.BUYER_LIMIT_REACHED);
        return limited && opening != null ? opening.terms().maxPerBuyer() : 0;
    }

    private void overtaken(Seating seating, List<Outcome> answers, List<Outcome> expected) {
        var opening = seating.opening();
        if (opening != null && answers.size() == 1 && expected.size() == 1
                && answers.getFirst() instanceof Outcome.BookingRejected(var rejected)
                && expected.getFirst() instanceof Outcome.SeatsHeld(var held)
                && (rejected.reason() == Reason.NO_SEATS || rejected.reason() == Reason.SEAT_TAKEN)) {
            overtaken++;
            if (passed.size() < OrderAudit.SAMPLE) {
                passed.add(new Passed(seating.id(), rejected, held.seats(),
                        held.seats().stream().mapToObj(opening.plan()::label).toList()));
            }
        }
    }

    /** Somebody else may get what another was denied. */
    void follow(Outcome outcome) {
        if (passed.isEmpty() || !(outcome instanceof Outcome.SeatsHeld(var booking))) {
            return;
        }
        for (var each : passed) {
            if (each.by == null && each.subsection == booking.subsectionId()
                    && booking.seats().stream().anyMatch(each.seats::contains)) {
                each.by = booking;
            }
        }
    }

    private void differ(Seating seating, long version, List<Outcome> answers, String instead) {
        differing++;
        if (differences.size() < OrderAudit.SAMPLE) {
            differences.add(new OrderAudit.Difference(seating.id(), version, words(answers), instead));
        }
    }

    /** Without buyers: a certificate shows none. */
    private static String words(List<Outcome> outcomes) {
        return outcomes.isEmpty() ? "nothing" : String.join(", ", outcomes.stream().map(Redecision::words).toList());
    }

    private static String words(Outcome outcome) {
        var name = outcome.getClass().getSimpleName();
        return switch (outcome) {
            case Outcome.OfBooking of -> name + " " + of.booking().id()
                    + (of.booking().reason() == null ? "" : " " + of.booking().reason()) + " " + of.booking().seats()
                    + " at " + of.booking().changedAt();
            case Outcome.CommandRefused refused -> name + " " + refused.bookingId() + " " + refused.reason();
            case Outcome.OfSubsection _ -> name;
        };
    }

    private static boolean internal(Outcome outcome) {
        return outcome instanceof Outcome.BookingRejected(var booking) && booking.reason() == Reason.INTERNAL
                || outcome instanceof Outcome.CommandRefused refused && refused.reason() == Reason.INTERNAL;
    }

    OrderAudit audit() {
        return new OrderAudit(redecided, differing, overtaken, believed, elsewhere, unfollowed, differences,
                passed.stream().map(each -> new OrderAudit.Overtaken(each.subsection, each.rejected.version(),
                        each.rejected.id(), each.labels, each.by == null ? null : each.by.id(),
                        each.by == null ? null : each.by.version())).toList());
    }
}
