package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.catalog.Subsection;

/** The log, as payments ask it for seats. Blocks for a bounded time. */
@FunctionalInterface
public interface PaymentLog {
    /**
     * @return the command's version
     * @throws LogUncertainException when nobody knows whether it is on the log
     */
    long append(Subsection subsection, Command command);
}
