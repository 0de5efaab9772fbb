package io.seatlog.ticketing.identity;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells the buyer of a request by its {@value #HEADER} header. The one class to replace when identity arrives. */
@Component
public final class Buyers {
    public static final String HEADER = "Seatlog-Buyer";
    /** Whoever does not say who they are. Not one person: sees nothing without a receipt. */
    public static final String ANONYMOUS = "anonymous";

    /** @throws ProblemException when the header is there and malformed */
    public String of(HttpHeaders headers) {
        var values = headers.getOrEmpty(HEADER);
        if (values.isEmpty()) {
            return ANONYMOUS;
        }
        if (values.size() > 1 || !BuyerId.isValid(values.getFirst())) {
            throw ProblemException.invalid(HEADER, "must be sent once and match " + BuyerId.PATTERN.pattern());
        }
        return values.getFirst();
    }

    /** @throws ProblemException 401 when nobody in particular asks */
    public String required(HttpHeaders headers) {
        var buyer = of(headers);
        if (isAnonymous(buyer)) {
            throw ProblemException.of(ProblemType.IDENTITY_REQUIRED, "Send the header " + HEADER + ".");
        }
        return buyer;
    }

    public static boolean isAnonymous(String buyer) {
        return buyer.equals(ANONYMOUS);
    }
}
