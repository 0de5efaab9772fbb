package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is said about a booking's state: a body, or a problem. */
@Component
public final class BookingAnswers {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private final BookingReads reads;
    private final Receipts receipts;
    private final ClaimShares shares;

    BookingAnswers(BookingReads reads, Receipts receipts, ClaimShares shares) {
        this.reads = reads;
        this.receipts = receipts;
        this.shares = shares;
    }

    AcceptedView accepted(Acceptor.Accepted accepted) {
        var receipt = receipts.sign(accepted.receipt());
        var id = accepted.receipt().bookingId();
        var decided = accepted.decided();
        return new AcceptedView(id, decided == null ? BookingView.PENDING : decided.status().name(),
                decided == null ? reads.ahead(accepted.receipt()) : null, receipt, Links.of(id, receipt));
    }

    /** The state once it is no longer pending, or when the time is over. Look-ups of all who wait are coalesced. */
    Mono<BookingState> settled(Claim claim, Duration wait) {
        return shares.read(claim, awaited(claim, wait));
    }

    private Mono<BookingState> awaited(Claim claim, Duration wait) {
        var state = Mono.defer(() -> reads.state(claim));
        if (!wait.isPositive()) {
            return state;
        }
        return state.repeatWhen(rounds -> rounds.delayElements(LOOK_AGAIN)).takeUntil(BookingAnswers::isSettled)
                .take(wait).switchIfEmpty(state).last();
    }

    private static boolean isSettled(BookingState state) {
        return !(state instanceof BookingState.Pending);
    }

    /** @throws ProblemException where the state is no booking to show */
    public BookingView view(Claim claim, BookingState state) {
        return switch (state) {
            case BookingState.Known known -> known.view();
            case BookingState.Pending pending ->
                BookingView.pending(claim.bookingId(), pending.ahead(), links(claim));
            case BookingState.Refused refused -> throw problem(refused.refusal());
            case BookingState.Lost _ -> throw lost(claim.bookingId());
            case BookingState.Unknown _ -> throw Claims.unknown(claim.bookingId());
        };
    }

    /** How a refused request is told, by GET and over streams alike. */
    public static ProblemException refused(UUID bookingId, Reason reason, @Nullable BookingStatus status) {
        var problem = reason == Reason.BOOKING_ID_REUSED
                ? ProblemException.of(ProblemType.BOOKING_ID_REUSED, "Nothing was changed; use a new id.")
                : ProblemException.of(ProblemType.COMMAND_REFUSED, "The log refused the request.");
        problem.with("id", bookingId).with("reason", reason);
        return status == null || problem.type() == ProblemType.BOOKING_ID_REUSED
                ? problem
                : problem.with("bookingStatus", status);
    }

    /** How a request is told, by GET and over streams alike, that ended with its log. */
    public static ProblemException lost(UUID bookingId) {
        return ProblemException.of(ProblemType.LOG_REPLACED,
                "The log that held the request was replaced before it was decided. Book again, with a new id.")
                .with("id", bookingId);
    }

    static ProblemException problem(Refusal refusal) {
        return refused(refusal.bookingId(), refusal.reason(), refusal.status());
    }

    private Links links(Claim claim) {
        var receipt = claim.receipt();
        return Links.of(claim.bookingId(), receipt == null ? null : receipts.sign(receipt));
    }
}
