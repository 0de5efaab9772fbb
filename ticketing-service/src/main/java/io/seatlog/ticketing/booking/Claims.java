package io.seatlog.ticketing.booking;

import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The access rule of a single booking, the same for GET, DELETE, payment and stream. */
@Component
public final class Claims {
    private final Receipts receipts;

    Claims(Receipts receipts) {
        this.receipts = receipts;
    }

    /**
     * A receipt proves where a request waits, not who asks: only its buyer may use it.
     *
     * @throws ProblemException when there is no such claim
     */
    public Claim of(Caller caller, String bookingId, @Nullable String receiptText) {
        var id = Uuids.parameter("id", bookingId);
        if (receiptText == null) {
            return new Claim(id, caller.id(), null);
        }
        var receipt = receipts.verify(receiptText).filter(signed -> signed.bookingId().equals(id))
                .orElseThrow(() -> ProblemException.of(ProblemType.RECEIPT_INVALID,
                        "Send the receipt as it came with the acceptance of this booking."));
        if (!caller.id().equals(receipt.buyer())) {
            throw unknown(id);
        }
        return new Claim(id, caller.id(), receipt);
    }

    public static ProblemException unknown(UUID id) {
        return ProblemException.of(ProblemType.BOOKING_UNKNOWN, "No booking " + id + " of yours is known.");
    }
}
