package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the subsections of an event, one after another, each by version: all entries of one version together are one
 * command and what came of it. What belongs to another event is passed over.
 */
final class SubsectionAudit implements Consumer<Entry> {
    private final UUID eventId;
    private final boolean atRest;
    private final Redecision redecision;
    private final Explanations explanations;
    private final Timing timing;
    private final Consumer<SubsectionResult> results;
    private @Nullable Seating seating;
    private boolean ours;
    private @Nullable Entry asked;
    private boolean elsewhere;
    private final Map<UUID, Booking> before = new HashMap<>();
    private final List<Entry> answers = new ArrayList<>();
    private long version;
    private long firstUnanswered;
    private long unanswered;
    private long unansweredRequests;

    SubsectionAudit(UUID eventId, boolean atRest, Redecision redecision, Explanations explanations, Timing timing,
            Consumer<SubsectionResult> results) {
        this.eventId = eventId;
        this.atRest = atRest;
        this.redecision = redecision;
        this.explanations = explanations;
        this.timing = timing;
        this.results = results;
    }

    @Override
    public void accept(Entry entry) {
        if (seating == null || entry.subsection() != seating.id()) {
            end();
            seating = new Seating(entry.subsection());
            version = entry.version();
        } else if (entry.version() != version) {
            decided(seating);
            version = entry.version();
        }
        switch (entry.kind()) {
            case ASKED -> asked = entry;
            case BEFORE -> {
                if (entry.outcome() instanceof Outcome.OfBooking of) {
                    before.put(entry.subject(), of.booking());
                }
            }
            case ELSEWHERE -> elsewhere = true;
            case ANSWERED -> {
                if (answers.isEmpty() || !entry.sameAnswer(answers.getLast())) {
                    answers.add(entry);
                }
            }
            case TICK, NAMED -> throw new IllegalArgumentException("not of a subsection: " + entry);
        }
    }

    /** After the last of all. */
    void end() {
        if (seating == null) {
            return;
        }
        decided(seating);
        if (ours) {
            if (atRest) {
                missed(seating);
            }
            seating.tally().pending(unansweredRequests);
            results.accept(SubsectionResult.of(seating));
        }
        seating = null;
        ours = false;
        unanswered = 0;
        unansweredRequests = 0;
    }

    private void missed(Seating now) {
        if (unanswered > 0) {
            redecision.unanswered(now, firstUnanswered, unanswered);
        }
        unanswered = 0;
        unansweredRequests = 0;
    }

    private void decided(Seating now) {
        var outcomes = new ArrayList<Outcome>();
        for (var answer : answers) {
            if (answer.outcome() != null) {
                outcomes.add(answer.outcome());
            }
        }
        ours = ours || isOurs(outcomes);
        if (ours) {
            count(now, outcomes);
            compare(now, outcomes);
            for (var outcome : outcomes) {
                if (outcome instanceof Outcome.BookingRejected(var booking)) {
                    explanations.explain(now, booking, asked == null ? null : asked.command());
                }
                redecision.follow(outcome);
                now.follow(outcome);
            }
        }
        asked = null;
        elsewhere = false;
        before.clear();
        answers.clear();
    }

    /** By the opening; a rejection in a subsection that was never opened says its event itself. */
    private boolean isOurs(List<Outcome> outcomes) {
        if (asked != null && asked.command() instanceof Command.OpenSubsection opening) {
            return opening.key().eventId().equals(eventId);
        }
        return outcomes.stream().anyMatch(outcome -> switch (outcome) {
            case Outcome.SubsectionOpened opened -> opened.opening().key().eventId().equals(eventId);
            case Outcome.OfBooking of -> of.booking().eventId().equals(eventId);
            case Outcome.SubsectionChanged _,Outcome.SeatsBlocked _,Outcome.SeatsUnblocked _,Outcome.CommandRefused _ ->
                false;
        });
    }

    private void count(Seating now, List<Outcome> outcomes) {
        if (asked == null || !(asked.command() instanceof Command.ReserveSeats)) {
            return;
        }
        now.tally().requested();
        timing.requested(asked.at());
        if (outcomes.isEmpty() && !before.isEmpty()) {
            now.tally().repeated();
        }
        for (var answer : answers) {
            if (answer.creates() && answer.outcome() != null) {
                timing.decided(asked.at(), answer.at(), answer.outcome());
            }
        }
    }

    private void compare(Seating now, List<Outcome> outcomes) {
        if (asked == null || asked.command() == null) {
            redecision.uncommanded(now, version, outcomes);
        } else if (elsewhere) {
            redecision.elsewhere();
        } else if (!redecision.compare(now, asked, asked.command(), before, outcomes)) {
            firstUnanswered = unanswered++ == 0 ? asked.version() : firstUnanswered;
            unansweredRequests += asked.command() instanceof Command.ReserveSeats ? 1 : 0;
        }
        if (!outcomes.isEmpty()) {
            missed(now); // Decided in the order of the log: what came before a decision is not waiting for one.
        }
    }
}
