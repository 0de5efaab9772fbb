package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.proof.history.HistoryRecord.BookingRow;
import io.seatlog.proof.history.HistoryRecord.ClaimRow;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import io.seatlog.proof.history.HistoryRecord.Decided;
import io.seatlog.proof.history.HistoryRecord.MapImage;
import io.seatlog.proof.history.HistoryRecord.SubsectionRow;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows each subsection by version, then its rows: hands every outcome to {@link TermsInForce} and {@link SeatOwners},
 * every row to {@link SubsectionRows}, and what limited buyers take and give back on to {@link BuyerPass}.
 */
final class SubsectionPass implements Consumer<Keyed> {
    static final Order<Keyed> ORDER = Keyed.order(SubsectionPass::key);
    private static final UUID NOBODY = new UUID(0, 0);
    private static final long END = Long.MAX_VALUE;
    private final TermsInForce terms;
    private final SeatOwners owners;
    private final SubsectionRows rows;
    private final Consumer<Tickets> tickets;
    private @Nullable SubsectionState state;
    private @Nullable Keyed former;
    private @Nullable Commanded asked;

    SubsectionPass(Findings findings, RunFacts run, Consumer<Tickets> tickets) {
        this.terms = new TermsInForce(findings);
        this.owners = new SeatOwners(findings);
        this.rows = new SubsectionRows(findings, run);
        this.tickets = tickets;
    }

    /** @return null when the record has no place in this stream */
    static @Nullable Keyed keyOrNull(HistoryRecord record) {
        return switch (record) {
            case Commanded(_, _, _, Command.OfSubsection _) -> key(record);
            case Decided(_, _, Outcome.CommandRefused _, _) -> null;
            case Decided(_, _, Outcome.HoldChanged _, _) -> null;
            case BookingRow(_, var booking) when !live(booking) -> null;
            case Decided _,BookingRow _,ClaimRow _,SubsectionRow _,MapImage _ -> key(record);
            default -> null;
        };
    }

    private static boolean live(Booking booking) {
        return booking.status() == BookingStatus.HELD || booking.status() == BookingStatus.CONFIRMED;
    }

    private static Keyed key(HistoryRecord record) {
        return switch (record) {
            case Commanded commanded -> key(commanded.command().subsectionId(), commanded.version(),
                    (long) commanded.partition() << 4, NOBODY, record);
            case Decided decided -> key(decided.outcome().subsectionId(), decided.outcome().version(),
                    (long) decided.partition() << 4 | 1, Outcomes.subject(decided.outcome()), record);
            case SubsectionRow row -> key(row.opening().subsectionId(), END, 0, NOBODY, record);
            case BookingRow row -> key(row.booking().subsectionId(), END, 1, row.booking().id(), record);
            case ClaimRow claim -> key(claim.subsectionId(), END, 2, new UUID(claim.seat(), 0), record);
            case MapImage map -> key(map.subsectionId(), END, 3, NOBODY, record);
            default -> throw new IllegalArgumentException("not of a subsection: " + record);
        };
    }

    private static Keyed key(int subsection, long version, long rank, UUID subject, HistoryRecord record) {
        return new Keyed("", subsection, version, rank, subject.getMostSignificantBits(),
                subject.getLeastSignificantBits(), record);
    }

    @Override
    public void accept(Keyed keyed) {
        int id = (int) keyed.high();
        if (state == null || state.id != id) {
            end();
            state = new SubsectionState(id);
        }
        if (asked != null && !(keyed.record() instanceof Decided decided && answers(asked, decided))) {
            terms.answered(state, asked, null);
            asked = null;
        }
        switch (keyed.record()) {
            case Commanded commanded -> asked = commanded;
            case Decided decided -> decided(state, keyed, decided);
            case SubsectionRow row -> rows.row(state, row);
            case BookingRow row -> rows.booking(state, row.booking());
            case ClaimRow claim -> rows.claim(state, claim);
            case MapImage map -> rows.map(state, map);
            default -> throw new IllegalArgumentException("not of a subsection: " + keyed);
        }
        former = keyed;
    }

    private static boolean answers(Commanded asked, Decided decided) {
        return decided.partition() == asked.partition() && decided.outcome().version() == asked.version();
    }

    private void decided(SubsectionState now, Keyed keyed, Decided decided) {
        if (former != null && former.record() instanceof Decided && ORDER.compare(former, keyed) == 0) {
            return; // The same again; LogPass looks whether it is.
        }
        var outcome = decided.outcome();
        if (asked != null) {
            terms.answered(now, asked, outcome);
            asked = null;
        }
        terms.follow(now, outcome, decided.partition());
        owners.follow(now, outcome, decided.partition());
        switch (outcome) {
            case Outcome.SeatsHeld(var booking) -> count(now, decided, booking, booking.quantity());
            case Outcome.BookingConfirmed(var booking, var late) ->
                count(now, decided, booking, late ? booking.quantity() : 0);
            case Outcome.BookingCancelled(var booking) -> count(now, decided, booking, -booking.quantity());
            case Outcome.HoldExpired(var booking) -> count(now, decided, booking, -booking.quantity());
            case Outcome.SeatsReleased(var booking, var released) -> count(now, decided, booking, -released.size());
            case Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _,Outcome.OfSubsection _ -> {
            }
        }
    }

    private void count(SubsectionState now, Decided decided, Booking booking, int delta) {
        if (delta != 0 && now.opening != null && now.opening.terms().limitsBuyers()) {
            tickets.accept(Tickets.of(booking, decided.partition(), delta, now.opening.terms().maxPerBuyer()));
        }
    }

    /** After the last of a subsection. */
    void end() {
        if (state != null) {
            if (asked != null) {
                terms.answered(state, asked, null);
            }
            rows.end(state);
        }
        state = null;
        asked = null;
        former = null;
    }
}
