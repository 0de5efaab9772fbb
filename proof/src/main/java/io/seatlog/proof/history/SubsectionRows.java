package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.proof.history.HistoryRecord.ClaimRow;
import io.seatlog.proof.history.HistoryRecord.MapImage;
import io.seatlog.proof.history.HistoryRecord.SubsectionRow;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one subsection and its map, against each other and against the outcomes: CLAIM_ROWS, FREE_COUNTS,
 * SUBSECTION_ROWS and MAP. Claims and map are compared with rows; that the rows of bookings are the outcomes is told in
 * {@link BookingPass}, so that together all four agree. Seats of the house have no row but their claim, which is compared
 * with the outcomes.
 *
 * <p>A map may be missing once the sale has ended, since nobody looks after it then.
 */
final class SubsectionRows {
    private final Findings findings;
    private final RunFacts run;
    private @Nullable SubsectionRow row;
    private @Nullable MapImage map;
    private final @Nullable Booking[] sellers = new Booking[SeatingPlan.MAX_SEATS];
    private final @Nullable UUID[] claims = new UUID[SeatingPlan.MAX_SEATS];
    private int claimed;
    private boolean any;

    SubsectionRows(Findings findings, RunFacts run) {
        this.findings = findings;
        this.run = run;
    }

    void row(SubsectionState state, SubsectionRow another) {
        any = true;
        if (row != null) {
            findings.add(Rule.SUBSECTION_ROWS, "subsection " + state.id, "two rows");
        }
        row = another;
    }

    void booking(SubsectionState state, Booking live) {
        any = true;
        for (int i = 0; i < live.seats().size(); i++) {
            int seat = live.seats().get(i);
            var other = sellers[seat];
            if (other != null) {
                findings.add(Rule.CLAIM_ROWS, state.seat(seat), "is in the rows of " + other.id() + " and " + live.id(),
                        other.version(), live.version());
            }
            sellers[seat] = live;
        }
    }

    void claim(SubsectionState state, ClaimRow claim) {
        any = true;
        claimed++;
        if (claim.seat() < 0 || claim.seat() >= claims.length || claims[claim.seat()] != null) {
            findings.add(Rule.CLAIM_ROWS, "subsection " + state.id, "no seat for " + claim);
            return;
        }
        claims[claim.seat()] = claim.bookingId();
    }

    void map(SubsectionState state, MapImage another) {
        any = true;
        if (map != null) {
            findings.add(Rule.MAP, "subsection " + state.id, "two maps");
        }
        map = another;
    }

    /** After the last of the subsection. */
    void end(SubsectionState state) {
        if (any && findings.runs(Rule.CLAIM_ROWS)) {
            compareClaims(state);
        }
        if (row != null) {
            compare(state, row);
        } else if (state.opening != null) {
            findings.add(Rule.SUBSECTION_ROWS, "subsection " + state.id, "opened, and there is no row of it",
                    state.version);
        } else if (map != null) {
            findings.add(Rule.MAP, "subsection " + state.id, "a map of no subsection");
        }
        if (any) {
            Arrays.fill(sellers, null);
            Arrays.fill(claims, null);
        }
        row = null;
        map = null;
        claimed = 0;
        any = false;
    }

    private void compareClaims(SubsectionState state) {
        for (int seat = 0; seat < claims.length; seat++) {
            var claim = claims[seat];
            var seller = sellers[seat];
            if (House.CLAIM.equals(claim)
                    ? seller != null
                    : seller == null ? claim != null : !seller.id().equals(claim)) {
                findings.add(Rule.CLAIM_ROWS, state.seat(seat), "claimed by " + claim + ", the live booking is "
                        + (seller == null ? null : seller.id()));
            }
            boolean blocked = House.CLAIM.equals(state.owner(seat));
            if (findings.runs(Rule.SUBSECTION_ROWS) && blocked != House.CLAIM.equals(claim)) {
                findings.add(Rule.CLAIM_ROWS, state.seat(seat), "claimed by " + claim + ", by the outcomes it is "
                        + (blocked ? "blocked" : "not blocked"));
            }
        }
    }

    private void compare(SubsectionState state, SubsectionRow stored) {
        if (!stored.opening().equals(state.opening)) {
            findings.add(Rule.SUBSECTION_ROWS, "subsection " + state.id,
                    "the row is " + stored.opening() + ", by the outcomes " + state.opening);
        } else if (stored.version() != state.version || stored.free() != state.free()) {
            findings.add(Rule.SUBSECTION_ROWS, "subsection " + state.id, "the row has " + stored.free()
                    + " seats free, by the outcomes " + state.free(), stored.version(), state.version);
        }
        if (stored.free() + claimed != stored.opening().plan().seats()) {
            findings.add(Rule.FREE_COUNTS, "subsection " + state.id, stored.free() + " seats free and " + claimed
                    + " claims, of " + stored.opening().plan().seats(), stored.version());
        }
        if (findings.runs(Rule.MAP)) {
            compareMap(stored);
        }
    }

    private void compareMap(SubsectionRow stored) {
        var truth = MapLayout.image(stored.version(), stored.opening().plan().seats(), this::state).toBytes();
        if (map == null) {
            if (onSale(stored)) {
                findings.add(Rule.MAP, "subsection " + stored.opening().subsectionId(), "no map", stored.version());
            }
        } else if (!Arrays.equals(map.image(), truth)) {
            findings.add(Rule.MAP, "subsection " + stored.opening().subsectionId(), "the map is "
                    + MapLayout.Header.parse(map.image()).map(Object::toString).orElse("none") + ", must be "
                    + MapLayout.Header.parse(truth).orElseThrow() + ", or a seat differs", stored.version());
        }
    }

    private boolean onSale(SubsectionRow stored) {
        var terms = stored.opening().terms();
        var logTime = run.logTime(stored.opening().partition());
        return terms.sale() != Sale.CLOSED && (logTime == null || logTime.isBefore(terms.offSaleAt()));
    }

    private SeatState state(int seat) {
        var booking = sellers[seat];
        if (booking == null) {
            return House.CLAIM.equals(claims[seat]) ? SeatState.BLOCKED : SeatState.AVAILABLE;
        }
        return booking.status() == BookingStatus.HELD ? SeatState.HELD : SeatState.SOLD;
    }
}
