package io.seatlog.ticketing.booking;

import io.seatlog.ticketing.identity.Buyers;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** The access rule of a single booking, the same for GET, DELETE and stream. */
@Component
public final class Claims {
    private final Buyers buyers;
    private final Receipts receipts;

    Claims(Buyers buyers, Receipts receipts) {
        this.buyers = buyers;
        this.receipts = receipts;
    }

    /**
     * A receipt stands for its buyer, because a browser's EventSource cannot say who it is; but a buyer who does say so
     * cannot use another's. Without a receipt somebody in particular has to ask.
     *
     * @throws ProblemException when there is no such claim
     */
    public Claim of(HttpHeaders headers, String bookingId, @Nullable String receiptText) {
        var id = Uuids.parameter("id", bookingId);
        var buyer = buyers.of(headers);
        if (receiptText == null) {
            if (Buyers.isAnonymous(buyer)) {
                throw ProblemException.of(ProblemType.RECEIPT_REQUIRED,
                        "Send the receipt that came with the acceptance, or the header " + Buyers.HEADER + ".");
            }
            return new Claim(id, buyer, null);
        }
        var receipt = receipts.verify(receiptText).filter(signed -> signed.bookingId().equals(id))
                .orElseThrow(() -> ProblemException.of(ProblemType.RECEIPT_INVALID,
                        "Send the receipt as it came with the acceptance of this booking."));
        if (!Buyers.isAnonymous(buyer) && !buyer.equals(receipt.buyer())) {
            throw unknown(id);
        }
        return new Claim(id, receipt.buyer(), receipt);
    }

    public static ProblemException unknown(UUID id) {
        return ProblemException.of(ProblemType.BOOKING_UNKNOWN, "No booking " + id + " of yours is known.");
    }
}
